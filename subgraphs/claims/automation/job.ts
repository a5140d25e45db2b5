import type { Clock } from '../../../schema/kernel/clock';
import { createSourceMeter } from '../../../schema/kernel/sources';
import type { LedgerEvidence } from '../../../schema/ports/ledger-evidence';
import type { Payments } from '../../../schema/ports/payments';
import type { SqlStore } from '../../../schema/ports/store';
import type { RecurringJob } from '../../shared/jobs/jobs';
import { createMeteredStore } from '../../shared/metered-store';
import type { LifeCycle } from '../lifecycle/table';
import { askAgain } from './ask-again';
import { loadAutomationRules } from './rules';
import { loadAutomationWords } from './words';

/** What the job works with. */
interface Asking {
  readonly store: SqlStore;
  readonly clock: Clock;
  readonly lifeCycle: LifeCycle;
  readonly evidence: LedgerEvidence | undefined;
  readonly payments: Payments | undefined;
}

/** Asks the rules for simple claims again, every five minutes; no job where there is no way to the ledger or to payments. */
export function automationJobs({
  store,
  clock,
  lifeCycle,
  evidence,
  payments,
}: Asking): readonly RecurringJob[] {
  if (!evidence || !payments) return [];
  const automation = { rules: loadAutomationRules(), words: loadAutomationWords(), evidence, payments };
  return [
    {
      name: 'claim-automation',
      every: '*/5 * * * *',
      run: () =>
        askAgain({ automation, clock, lifeCycle, store: createMeteredStore(store, createSourceMeter()) }),
    },
  ];
}
