import { Temporal } from 'temporal-polyfill';
import type { LedgerOperation, LedgerStatement } from '../../../schema/ports/ledger-evidence';
import type { AutomationRules } from './rules';

/** What an operation has to do with a decision. */
export type EvidenceRole =
  'FEE' | 'OTHER_FEE' | 'EARLIER_FEE' | 'PAYMENT' | 'EARLIER_PAYMENT' | 'OFFER' | 'INCIDENT';

/** An operation that speaks for a decision. */
export interface Evidence {
  readonly role: EvidenceRole;
  readonly operation: LedgerOperation;
}

/** What is to be given back of one fee. */
export interface Refund {
  readonly operation: LedgerOperation;
  readonly cents: bigint;
}

/** What a rule finds: more was charged than is owed. */
export interface Finding {
  readonly refunds: readonly Refund[];
  readonly evidence: readonly Evidence[];
}

/** The contested fee, and the account on which it stands. */
export interface Contest {
  readonly fee: LedgerOperation;
  readonly statement: LedgerStatement;
  readonly rules: AutomationRules;
}

/** Whether an operation is a fee of a kind. */
export function isFee(
  { fees }: AutomationRules,
  kind: string,
  { debit, code, label }: LedgerOperation,
): boolean {
  const spelled = fees[kind];
  return debit && code === spelled?.code && spelled.label.test(label);
}

/** Whether an operation is a fee at all. */
export const isAnyFee = (rules: AutomationRules, operation: LedgerOperation): boolean =>
  Object.keys(rules.fees).some((kind) => isFee(rules, kind, operation));

/** @returns what names a rejected payment, e.g. a cheque's number; `undefined` where the operation is none. */
export function rejectedPayment(
  { payments }: AutomationRules,
  kind: string,
  { debit, code, label }: LedgerOperation,
): string | undefined {
  const spelled = payments[kind];
  return !debit && code === spelled?.code ? spelled.label.exec(label)?.[1] : undefined;
}

/** `2026-10` of a day. */
export const monthOf = (day: string): string => day.slice(0, 7);

/** The month so many months later; negative for earlier. */
export const monthsLater = (month: string, months: number): string =>
  Temporal.PlainYearMonth.from(month).add({ months }).toString();

/** Days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

/** @returns what shows that the account has an offer in a month: its price, booked then or the month before. */
export function offerIn(
  { statement, rules }: Contest,
  kind: string,
  month: string,
): LedgerOperation | undefined {
  const months = [month, monthsLater(month, -1)];
  return statement.operations.find(
    (each) => isFee(rules, kind, each) && months.includes(monthOf(each.bookedOn)),
  );
}

export const fee = (operation: LedgerOperation): Evidence => ({ role: 'FEE', operation });
