import { z } from 'zod';

/** Whether this process does a subgraph's jobs: a variable that is `on` or `off`. @param name e.g. `CLAIMS_JOBS`. */
export const jobsVariable = (name: string) =>
  z
    .enum(['on', 'off'], { message: `${name}: on or off is expected` })
    .default('on')
    .transform((text) => text === 'on');
