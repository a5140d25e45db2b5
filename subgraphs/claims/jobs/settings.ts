import { z } from 'zod';
import { jobsVariable } from '../../shared/jobs/settings';

/** The claims subgraph's own settings. */
export interface ClaimsSettings {
  /** Whether this process does jobs: warnings of clocks, and what else comes round. */
  readonly jobs?: boolean;
}

/** From the environment: `CLAIMS_JOBS` is `on` or `off`. */
export const claimsSettings = z
  .object({ CLAIMS_JOBS: jobsVariable('CLAIMS_JOBS') })
  .transform((env): ClaimsSettings => ({ jobs: env.CLAIMS_JOBS }));
