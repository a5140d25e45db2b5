import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { RowFacts } from '../../schema/policy/row';
import type { CustomerRecord } from './customer.record';
import type { CustomerSource } from './customer.source';
import type { Customer } from './customer.type';

/** What this subgraph's resolvers work with, for one operation of one caller. */
export interface CustomersContext {
  readonly operation: OperationContext;
  readonly ids: IdSealer;
  readonly customers: CustomerSource;
  /** Whether the caller may know of an object. */
  readonly visible: (type: string, facts: RowFacts) => boolean;
  /** Whether there is any customer that the caller may know of; if not, the file is not asked. */
  readonly seesAny: boolean;
  /** Whether the row rules let the caller see customers by branch or all of them: who has nobody to find is not searched for. */
  readonly mayFindOthers: boolean;
}

/** @returns the graph's customer, or `undefined` where the caller may not know of them. */
export function visibleCustomer(
  { ids, visible }: CustomersContext,
  record: CustomerRecord,
): Customer | undefined {
  const { number, ...shown } = record;
  const facts = { customer: number, branch: record.branch };
  return visible('Customer', facts) ? { ...shown, id: ids.seal('cus', number), facts } : undefined;
}
