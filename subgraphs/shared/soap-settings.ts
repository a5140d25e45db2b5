import { z } from 'zod';
import type { SourceLimits } from '../../schema/ports/limits';

/** Where one SOAP service is, who we are to it, and how much of it we may take. */
export interface SoapSettings {
  readonly endpoint: string;
  readonly username: string;
  readonly password: string;
  readonly limits: SourceLimits;
}

/** The name by which the bank's systems know the hub (`contexteAppel/codeAppli`). */
export const CODE_APPLI = 'HUBREC';

/** `<SERVICE>_SOAP_URL`. */
export const soapUrl = z.url({ protocol: /^https?$/ });

/** The technical account, one for all services. */
export const soapAccount = { SOAP_USERNAME: z.string().min(1), SOAP_PASSWORD: z.string().min(1) };
