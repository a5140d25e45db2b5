import type { Logger } from 'pino';
import type { Clock } from '../../../schema/kernel/clock';
import type { SqlStore } from '../../../schema/ports/store';
import { deliveryJob, type DeliveryPorts } from '../answering/delivery/job';
import { sweepClocks } from '../deadlines/clock-sweep';
import type { DeadlineRules } from '../deadlines/rules';
import { retentionJob } from '../retention/job';
import type { CustomerMarks } from '../../../schema/ports/customer-marks';
import { sweepMarks } from '../routing/marks-sweep';
import type { RoutingRules } from '../routing/rules';
import { sweepPriorities } from '../routing/sweep';
import { sweepSteering } from '../steering/sweep';
import { startBeside } from '../../shared/jobs/beside';
import type { RecurringJob } from '../../shared/jobs/jobs';

/** What the jobs of claims work with. */
interface ClaimJobs {
  readonly store: SqlStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly rules: DeadlineRules;
  readonly routing: RoutingRules;
  readonly marks: CustomerMarks | undefined;
  /** What asks the rules for simple claims again. */
  readonly again: readonly RecurringJob[];
  readonly delivery: Pick<DeliveryPorts, 'ids' | 'dispatch' | 'contacts' | 'letters'>;
}

/** Starts the jobs of claims, beside everything else. @returns how to end them. */
export function startClaimJobs({ store, clock, log, rules, routing, marks, again, delivery }: ClaimJobs): {
  close(): Promise<void>;
} {
  const jobs = [
    { name: 'claim-clocks', every: '* * * * *', run: () => sweepClocks(store, rules, clock) },
    { name: 'claim-steering', every: '* * * * *', run: () => sweepSteering(store, rules, clock) },
    {
      name: 'claim-priorities',
      every: '*/5 * * * *',
      async run() {
        await sweepPriorities(store, routing, rules, clock);
        if (!marks) return;
        await sweepMarks(store, marks);
        await sweepPriorities(store, routing, rules, clock);
      },
    },
  ];
  const nightly = retentionJob(store, clock);
  return startBeside(
    store,
    [...jobs, ...again, nightly, deliveryJob({ store, clock, log, ...delivery })],
    log,
  );
}
