import type { Logger } from 'pino';
import type { Clock } from '../../schema/kernel/clock';
import type { SourceName } from '../../schema/kernel/source-errors';
import type { PortChoice } from './contract';
import type { SoapNetwork, TlsIdentity } from './network';
import type { KeyPair } from './signature';

/** One SOAP service as the hub calls it: where it is, what it promises, and who we are to it. */
export interface SoapCallerConfig extends PortChoice {
  readonly source: SourceName;
  /** The vendored WSDL's file; what it imports is found by relative path, never over the network. */
  readonly wsdlPath: string;
  /** `http(s)://…`; the address that stands in the WSDL is not used. */
  readonly endpoint: string;
  /** WS-Security UsernameToken. Default: none. */
  readonly username?: string;
  readonly password?: string;
  /** How the password travels. Default `digest`. */
  readonly passwordType?: 'digest' | 'text';
  /** Signs body, time frame and UsernameToken, RSA with SHA-256. Default: nothing is signed. */
  readonly signature?: KeyPair;
  /** For an `https` endpoint. Default: the system's trusted certificates, and none of our own. */
  readonly tls?: TlsIdentity;
  /** `contexteAppel/codeAppli`: the application that the bank's systems know us by. Default: no such header. */
  readonly codeAppli?: string;
  /** `contexteAppel/codeAgence`, 5 digits. Default `00000`, the head office. */
  readonly codeAgence?: string;
  /** `contexteAppel/matricule`; left out by default. */
  readonly matricule?: string;
  /** The largest answer that is read, in bytes. Default 8 MiB. */
  readonly maxAnswerBytes?: number;
  /** How deep elements may nest, the envelope included. Default 32. */
  readonly maxDepth?: number;
  /** Milliseconds between looks at the served contract. Default: 6 hours. */
  readonly driftCheckMs?: number;
  /** Connections held at most; further calls wait, within their own time. Default 10: a mainframe's front end has 10 to 20. */
  readonly connections?: number;
}

/** What the caller does not make itself. */
export interface SoapCallerDeps {
  readonly clock: Clock;
  /** @returns that many unpredictable bytes. Default: the system's own. */
  readonly random?: (size: number) => Uint8Array;
  /** Default: keep-alive connections to the endpoint's origin. */
  readonly network?: SoapNetwork;
  /** Where it is said that the service's own contract is not the vendored one any more. Default: that is not looked at. */
  readonly log?: Logger;
}
