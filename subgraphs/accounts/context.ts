import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { HealthContext } from '../shared/legacy-health';
import type { RowGate } from '../shared/row-gate';
import type { AccountRecord } from './account.record';
import type { AccountSource } from './account.source';
import type { Account } from './account.type';
import type { CardRecord } from './card.record';
import type { CardSource } from './card.source';
import type { Card } from './card.type';
import type { OperationRecord } from './operation.record';
import type { OperationSource } from './operation.source';
import type { Operation } from './operation.type';

/** What this subgraph's resolvers work with, for one operation of one caller. */
export interface AccountsContext extends HealthContext {
  readonly operation: OperationContext;
  readonly ids: IdSealer;
  readonly accounts: AccountSource;
  readonly cards: CardSource;
  readonly operations: OperationSource;
  /** Lets through what the caller may know of. */
  readonly admit: RowGate;
  /** Whether there is any object of a type that the caller may know of; if not, the ledger is not asked. */
  readonly seesAny: (type: 'Account' | 'Card' | 'Operation') => boolean;
}

/** @returns the graph's account, or `undefined` where the caller may not know of it. */
export async function visibleAccount(
  { ids, admit }: AccountsContext,
  record: AccountRecord,
): Promise<Account | undefined> {
  const { customer, ...shown } = record;
  const facts = await admit('Account', { customer, branch: record.branch });
  return facts && { ...shown, id: ids.seal('acc', record.number), facts };
}

/** @returns the graph's card, or `undefined` where the caller may not know of it. */
export async function visibleCard(
  { ids, admit }: AccountsContext,
  record: CardRecord,
): Promise<Card | undefined> {
  const { reference, account, customer, branch, ...shown } = record;
  const facts = await admit('Card', { customer, branch });
  return facts && { ...shown, id: ids.seal('crd', reference), accountNumber: account, facts };
}

/** @returns the graph's operation, or `undefined` where the caller may not know of it. */
export async function visibleOperation(
  { ids, admit }: AccountsContext,
  record: OperationRecord,
): Promise<Operation | undefined> {
  const { reference, account, customer, branch, booked: _, ...shown } = record;
  const facts = await admit('Operation', { customer, branch });
  return facts && { ...shown, id: ids.seal('opr', reference), accountNumber: account, facts };
}
