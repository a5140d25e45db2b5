import { z, type ZodType } from 'zod';

/** Where one SOAP service is, who we are to it, and how long one call may take. */
export interface SoapSettings {
  readonly endpoint: string;
  readonly username: string;
  readonly password: string;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
}

/** Half of what a person waits for without doubt; the services answer in 0.3 to 1.5 seconds. */
const DEFAULT_TIMEOUT_MS = 2000;

/** The name by which the bank's systems know the hub (`contexteAppel/codeAppli`). */
export const CODE_APPLI = 'HUBREC';

/**
 * Reads the environment of one service.
 *
 * @param prefix e.g. `CUSTOMERS` for `CUSTOMERS_SOAP_URL` and `CUSTOMERS_SOAP_TIMEOUT_MS`; the technical account
 *   (`SOAP_USERNAME`, `SOAP_PASSWORD`) is one for all services.
 */
export function soapSettings<Prefix extends 'CUSTOMERS' | 'DOCUMENTS' | 'PAYMENTS'>(prefix: Prefix): ZodType<SoapSettings> {
  const url = `${prefix}_SOAP_URL`;
  const timeout = `${prefix}_SOAP_TIMEOUT_MS`;
  return z
    .object({
      [url]: z.url({ protocol: /^https?$/ }),
      SOAP_USERNAME: z.string().min(1),
      SOAP_PASSWORD: z.string().min(1),
      [timeout]: z.coerce.number().int().min(50).max(60_000).default(DEFAULT_TIMEOUT_MS),
    })
    .transform((env) => ({
      endpoint: String(env[url]),
      username: env.SOAP_USERNAME,
      password: env.SOAP_PASSWORD,
      timeoutMs: Number(env[timeout]),
    }));
}
