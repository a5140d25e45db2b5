import type { SourceName } from '../kernel/source-errors';
import type { Asking } from './limits';

/** A request body as nested elements: text, lists and objects; `undefined` leaves the element out, `null` sends `xsi:nil`. */
export type SoapValue =
  string | null | undefined | readonly SoapValue[] | { readonly [element: string]: SoapValue };

/**
 * An answer as plain data: every simple value is text as it stood on the wire (decimals, dates and longs included,
 * never numbers); `null` is `xsi:nil`, `''` an empty element, a missing key an absent one. Elements that the contract
 * lets stand more than once are arrays, whether 0, 1 or n stood there. An attribute that the contract declares is a key
 * `@name`, and the text beside it `#text`; what the contract does not declare is left out.
 */
export type SoapNode = string | null | readonly SoapNode[] | { readonly [element: string]: SoapNode };

/** On whose behalf one call is made, where it is not the caller's own: `contexteAppel/codeAgence` and `matricule`. */
export interface CallContext {
  readonly codeAgence?: string;
  readonly matricule?: string;
}

/** Takes the documents of an answer, piece by piece. What it took counts once the call is answered, and not before. */
export interface DocumentSink {
  /** Of all documents of one answer together, decoded. */
  readonly maxBytes: number;
  /** @param index which document of the answer, from 0. The next piece waits until this one is taken. */
  write(piece: Uint8Array, index: number): void | Promise<void>;
}

/** One call of one operation. */
export interface SoapCall<T> extends Asking {
  /** The operation's name in the WSDL, e.g. `consulterPersonnes`. */
  readonly operation: string;
  readonly body: { readonly [element: string]: SoapValue };
  /** Milliseconds for the whole call. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Sent as `contexteAppel/idCorrelation`. */
  readonly requestId: string;
  readonly context?: CallContext;
  /** Further HTTP headers of this call, e.g. `traceparent`. */
  readonly httpHeaders?: Readonly<Record<string, string>>;
  /**
   * Where the answer's documents (`xsd:base64Binary`, inline or by MTOM) go, as bytes and as they arrive; their elements
   * are then `''`. Default: they stand in the answer as base64, within its limit of size.
   */
  readonly documents?: DocumentSink;
  /**
   * What to keep of the answer, as paths below its own element, e.g. `personne/physique/nom`: all else is passed over
   * while it is read and becomes no object. A path keeps what it leads through, and of an element with children the
   * element alone. The return code is always kept. Default: all that the contract declares.
   */
  readonly keep?: readonly string[];
  /** Asking twice changes nothing: it may be sent again, and be one call for several askers. Not so unless said. */
  readonly isRead?: boolean;
  /** From the answer's body to records. A `LegacyDataError` thrown here becomes `SourceInvalidData`. */
  readonly parse: (answer: SoapNode) => T;
}

/** A business answer that is not "ok": HTTP 200 with `codeRetour` 08. The French label stays inside. */
export class SoapBusinessError extends Error {
  /** @param code `codeRetour` and, where there is one, the stable `codeErreur`, e.g. `08/CLI0404`. */
  constructor(
    readonly source: SourceName,
    readonly operation: string,
    readonly code: string,
  ) {
    super(`${operation} answered ${code}`);
    this.name = 'SoapBusinessError';
  }
}

/** Calls one SOAP service on its vendored contract. */
export interface SoapCaller {
  readonly source: SourceName;
  /**
   * @returns what `parse` makes of the answer; `codeRetour` 00 and 04 both count as an answer.
   * @throws {SoapBusinessError} `codeRetour` 08: the service understood and declined; the caller knows its codes.
   * @throws {SourceTimeout} no whole answer within `timeoutMs`.
   * @throws {SourceUnavailable} refused, reset, HTTP error without a SOAP body, closed at night, `codeRetour` 12 or 16, technical Fault.
   * @throws {SourceInvalidData} not XML, not the contract's answer, a DOCTYPE, too large, or `parse` refused it.
   */
  call<T>(call: SoapCall<T>): Promise<T>;
  /** Resolves when the service's port accepts a connection and speaks HTTP; rejects as `call` does. */
  ping(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}
