import pino from 'pino';
import { loadClockRules } from '../../../subgraphs/privacy/clock';
import { requestClocksJob } from '../../../subgraphs/privacy/notices/job';
import { startJobs } from '../../../subgraphs/shared/jobs/jobs';
import { stoppingStore } from '../../harness/stopping-store';
import { openPlace } from '../claims/store-place';

/** Run as a process of its own: tells of requests, and stands still before the second transaction is committed, to be killed. */
async function sweepAndStop([where = '', now = '']: readonly string[]): Promise<void> {
  const store = await openPlace(where);
  const stopping = stoppingStore(store, 2);
  const job = requestClocksJob(stopping, loadClockRules(), { now: () => new Date(now) });
  const jobs = await startJobs(store, [{ ...job, every: '0 0 1 1 *' }], pino({ enabled: false }), 0.5);
  await jobs.ask(job.name);
}

void sweepAndStop(process.argv.slice(2));
