import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SourceLimits } from '../../schema/ports/limits';

/** A key and its certificate, PEM. */
interface Identity {
  readonly privateKey: string;
  readonly certificate: string;
}

/** Who we are to SOAP services, and how we show it. */
interface SoapAccess {
  readonly username: string;
  readonly password: string;
  readonly passwordType?: 'digest' | 'text';
  /** Signs every message. */
  readonly signature?: Identity;
  readonly tls?: Partial<Identity> & { readonly ca?: string };
}

/** Where one SOAP service is, who we are to it, and how much of it we may take. */
export interface SoapSettings extends SoapAccess {
  readonly endpoint: string;
  readonly limits: SourceLimits;
}

/** The name by which the bank's systems know the hub (`contexteAppel/codeAppli`). */
export const CODE_APPLI = 'HUBREC';

/** `<SERVICE>_SOAP_URL`. */
export const soapUrl = z.url({ protocol: /^https?$/ });

/** A file's path, read. */
const pemFile = z
  .string()
  .transform((path, context) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      context.addIssue('names a file that cannot be read');
      return z.NEVER;
    }
  })
  .optional();

/** Whom we trust, and our own certificate for mutual TLS: PEM files. */
const tlsFiles = { SOAP_TLS_CA: pemFile, SOAP_TLS_KEY: pemFile, SOAP_TLS_CERTIFICATE: pemFile };

/** The technical account, one for all services; keys and certificates are PEM files. */
export const soapAccount = {
  SOAP_USERNAME: z.string().min(1),
  SOAP_PASSWORD: z.string().min(1),
  SOAP_PASSWORD_TYPE: z.enum(['digest', 'text']).default('digest'),
  SOAP_SIGNATURE_KEY: pemFile,
  SOAP_SIGNATURE_CERTIFICATE: pemFile,
  ...tlsFiles,
};

type Account = z.output<z.ZodObject<typeof soapAccount>>;

/**
 * @param env what `soapAccount` has read.
 * @throws {Error} a key without its certificate, or the other way round.
 */
export function soapAccess(env: Account): SoapAccess {
  const signature = identity(env.SOAP_SIGNATURE_KEY, env.SOAP_SIGNATURE_CERTIFICATE, 'SOAP_SIGNATURE');
  const tls = tlsOf(env);
  return {
    username: env.SOAP_USERNAME,
    password: env.SOAP_PASSWORD,
    passwordType: env.SOAP_PASSWORD_TYPE,
    ...(signature ? { signature } : {}),
    ...(tls ? { tls } : {}),
  };
}

/**
 * How SOAP services are reached by TLS, of an environment that need not name an account.
 *
 * @throws {Error} a file that cannot be read, a key without its certificate, or the other way round.
 */
export function soapTls(variables: Readonly<Record<string, string | undefined>>): SoapAccess['tls'] {
  const read = z.object(tlsFiles).safeParse(variables);
  if (!read.success) {
    throw new Error(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join(' '));
  }
  return tlsOf(read.data);
}

function tlsOf(env: z.output<z.ZodObject<typeof tlsFiles>>): SoapAccess['tls'] {
  const shown = identity(env.SOAP_TLS_KEY, env.SOAP_TLS_CERTIFICATE, 'SOAP_TLS');
  const ca = env.SOAP_TLS_CA;
  return shown || ca !== undefined ? { ...shown, ...(ca === undefined ? {} : { ca }) } : undefined;
}

function identity(
  privateKey: string | undefined,
  certificate: string | undefined,
  prefix: string,
): Identity | undefined {
  if (privateKey !== undefined && certificate !== undefined) return { privateKey, certificate };
  if (privateKey === undefined && certificate === undefined) return undefined;
  throw new Error(`${prefix}_KEY and ${prefix}_CERTIFICATE belong together.`);
}
