import type { Clock } from '../../../schema/kernel/clock';
import type { SqlStore } from '../../../schema/ports/store';
import type { RecurringJob } from '../../shared/jobs/jobs';
import { purgeOver } from './purge';
import { loadRetentionRules } from './rules';

/** Deletes every night what has been kept for its time. */
export function retentionJob(store: SqlStore, clock: Clock): RecurringJob {
  const rules = loadRetentionRules();
  return { name: 'claim-retention', every: '15 3 * * *', run: () => purgeOver(store, rules, clock) };
}
