import { z } from 'zod';

/** Where one SOAP service is, who we are to it, and how long one call may take. */
export interface SoapSettings {
  readonly endpoint: string;
  readonly username: string;
  readonly password: string;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
}

/** The name by which the bank's systems know the hub (`contexteAppel/codeAppli`). */
export const CODE_APPLI = 'HUBREC';

/** `<SERVICE>_SOAP_URL`. */
export const soapUrl = z.url({ protocol: /^https?$/ });

/** `<SERVICE>_SOAP_TIMEOUT_MS`: milliseconds for one call. The services answer in 300 to 1500. */
export const soapTimeoutMs = z.coerce.number().int().min(50).max(60_000).default(2000);

/** The technical account, one for all services. */
export const soapAccount = { SOAP_USERNAME: z.string().min(1), SOAP_PASSWORD: z.string().min(1) };
