import type { Clock } from '../../../schema/kernel/clock';
import type { SqlStore } from '../../../schema/ports/store';
import type { RecurringJob } from '../../shared/jobs/jobs';
import type { ClockRules } from '../clock';
import { sweepRequests } from './request-sweep';

/** Looks every hour, soon after midnight in Paris too, at the clocks of requests: they are counted in days. */
export const requestClocksJob = (store: SqlStore, rules: ClockRules, clock: Clock): RecurringJob => ({
  name: 'privacy-clocks',
  every: '1 * * * *',
  run: () => sweepRequests(store, rules, clock),
});
