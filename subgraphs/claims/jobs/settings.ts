import { z } from 'zod';
import { jobsVariable } from '../../shared/jobs/settings';
import { type MailSettings, mailSettings, mailVariables } from '../answering/delivery/settings';

/** The claims subgraph's own settings. */
export interface ClaimsSettings {
  /** Whether this process does jobs: warnings of clocks, and what else comes round. */
  readonly jobs?: boolean;
  /** The mail server that answers are handed over to; absent where there is none. */
  readonly mail?: MailSettings;
}

/** From the environment: `CLAIMS_JOBS` is `on` or `off`; `SMTP_URL`, `SMTP_FROM`. */
export const claimsSettings = z
  .object({ CLAIMS_JOBS: jobsVariable('CLAIMS_JOBS'), ...mailVariables })
  .transform((env, context): ClaimsSettings => ({ jobs: env.CLAIMS_JOBS, ...mailSettings(env, context) }));
