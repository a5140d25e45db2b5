import DataLoader from 'dataloader';
import type { SourceMeter } from '../../../schema/kernel/sources';
import type { Payments, PaymentState } from '../../../schema/ports/payments';
import type { RedressRules } from './rules';

/** What redress is decided and read by, for one operation. */
export interface Redressing {
  readonly rules: RedressRules;
  /** Absent in a process that does not share its store with whoever brings orders to the payment service. */
  readonly payments: Payments | undefined;
  /** Where a payment stands; batched. @returns `null` where it was never ordered, or cannot be known here. */
  readonly stateOf: (reference: string) => Promise<PaymentState | null>;
}

export function createRedressing(
  rules: RedressRules,
  payments: Payments | undefined,
  sources: SourceMeter,
): Redressing {
  const states = new DataLoader<string, PaymentState | null>(
    async (references) => {
      const found = await sources.measure('store', references.length, () =>
        payments ? payments.statesOf(references) : Promise.resolve(new Map<string, PaymentState>()),
      );
      return references.map((reference) => found.get(reference) ?? null);
    },
    { cache: false },
  );
  return { rules, payments, stateOf: (reference) => states.load(reference) };
}
