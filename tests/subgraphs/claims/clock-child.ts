import pino from 'pino';
import { sweepClocks } from '../../../subgraphs/claims/deadlines/clock-sweep';
import { loadDeadlineRules } from '../../../subgraphs/claims/deadlines/rules';
import { startJobs } from '../../../subgraphs/shared/jobs/jobs';
import { stoppingStore } from '../../harness/stopping-store';
import { openPlace } from './store-place';

/** Run as a process of its own: looks at clocks, and stands still before the second transaction is committed, to be killed. */
async function sweepAndStop([where = '', now = '']: readonly string[]): Promise<void> {
  const store = await openPlace(where);
  const stopping = stoppingStore(store, 2);
  const run = () => sweepClocks(stopping, loadDeadlineRules(), { now: () => new Date(now) });
  const jobs = await startJobs(
    store,
    [{ name: 'claim-clocks', every: '0 0 1 1 *', run }],
    pino({ enabled: false }),
    0.5,
  );
  await jobs.ask('claim-clocks');
}

void sweepAndStop(process.argv.slice(2));
