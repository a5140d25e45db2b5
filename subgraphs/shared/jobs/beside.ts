import type { Logger } from 'pino';
import type { SqlStore } from '../../../schema/ports/store';
import { describeError } from '../error-answer';
import { type RecurringJob, startJobs } from './jobs';

/**
 * Starts the jobs of a subgraph beside everything else: without them it answers all the same.
 *
 * @param pollS as for `startJobs`.
 * @returns how to end them.
 */
export function startBeside(
  store: SqlStore,
  jobs: readonly RecurringJob[],
  log: Logger,
  pollS?: number,
): { close(): Promise<void> } {
  const started = startJobs(store, jobs, log, pollS).catch((error: unknown) => {
    log.error(describeError(error), 'the jobs could not be started');
    return undefined;
  });
  return { close: async () => (await started)?.close() };
}
