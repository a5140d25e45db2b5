import { z } from 'zod';

/** The claims subgraph's own settings. */
export interface ClaimsSettings {
  /** Whether this process does jobs: warnings of clocks, and what else comes round. */
  readonly jobs?: boolean;
}

/** From the environment: `CLAIMS_JOBS` is `on` or `off`. */
export const claimsSettings = z
  .object({
    CLAIMS_JOBS: z.enum(['on', 'off'], { message: 'CLAIMS_JOBS: on or off is expected' }).default('on'),
  })
  .transform((env): ClaimsSettings => ({ jobs: env.CLAIMS_JOBS === 'on' }));
