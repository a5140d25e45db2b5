import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { HealthContext } from '../shared/legacy-health';
import type { RowGate } from '../shared/row-gate';
import type { ContactChanges } from './contact-changes';
import type { CustomerRecord } from './customer.record';
import type { CustomerSource } from './customer.source';
import type { Customer } from './customer.type';

/** What this subgraph's resolvers work with, for one operation of one caller. */
export interface CustomersContext extends HealthContext {
  readonly operation: OperationContext;
  readonly ids: IdSealer;
  readonly customers: CustomerSource;
  /** Changes of how customers are reached. */
  readonly contacts: ContactChanges;
  /** Lets through what the caller may know of. */
  readonly admit: RowGate;
  /** Whether there is any customer that the caller may know of; if not, the file is not asked. */
  readonly seesAny: boolean;
  /** Whether the row rules let the caller see customers by branch or all of them: who has nobody to find is not searched for. */
  readonly mayFindOthers: boolean;
}

/** @returns the graph's customer, or `undefined` where the caller may not know of them. */
export async function visibleCustomer(
  { ids, admit }: CustomersContext,
  record: CustomerRecord,
): Promise<Customer | undefined> {
  const { number, ...shown } = record;
  const facts = await admit('Customer', { customer: number, branch: record.branch });
  return facts && { ...shown, id: ids.seal('cus', number), facts };
}
