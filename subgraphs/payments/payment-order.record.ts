import type { Money } from '../../schema/kernel/money';
import { textFromMinorUnits } from '../../schema/kernel/money';
import { LegacyDataError } from '../../schema/kernel/source-errors';
import { amount, code, day } from '../shared/legacy-values';
import type { SoapElement } from '../shared/soap-element';
import { PaymentOrderState, PaymentOrderType } from './payment-order.enum';

/** What makes an order the order that it is. */
export interface OrderTerms {
  /** `referenceExterne`, chosen by the sender. */
  readonly reference: string;
  readonly type: PaymentOrderType;
  readonly amount: Money;
  /** `compteCredit`: `CPT_NUM`, 11 characters. */
  readonly accountNumber: string;
  /** `numeroDossier`. */
  readonly claimNumber: string;
}

/** An order as the service tells it, in our spelling. */
export interface PaymentOrderRecord extends OrderTerms {
  readonly state: PaymentOrderState;
  readonly createdOn: string | null;
  readonly postedOn: string | null;
  /** `numeroTiers` of who is paid. */
  readonly customer: string;
  /** `codeAgence` of the account. */
  readonly branch: string;
}

const TYPES = { RBT: PaymentOrderType.REFUND, GES: PaymentOrderType.GOODWILL };
const STATES = {
  '10': PaymentOrderState.PENDING,
  '20': PaymentOrderState.POSTED,
  '90': PaymentOrderState.FAILED,
};
const TYPE_CODES = { REFUND: 'RBT', GOODWILL: 'GES' } as const satisfies Record<PaymentOrderType, string>;

/**
 * Reads one `ordre` of `consulterOrdres` or `creerOrdre`.
 *
 * @throws {LegacyDataError} a code, an amount or a date that the contract does not know.
 */
export function paymentOrderRecord(ordre: SoapElement): PaymentOrderRecord {
  const { text, place } = ordre;
  return {
    reference: orderReference(ordre),
    claimNumber: orderClaimNumber(ordre),
    type: code(TYPES, text('typeOrdre'), place('typeOrdre')),
    state: code(STATES, text('etat'), place('etat')),
    amount: amount(text('montant'), text('devise').trim(), place('montant')),
    accountNumber: text('compteCredit').trim(),
    createdOn: day(text('dateCreation'), place('dateCreation')),
    postedOn: day(text('dateExecution'), place('dateExecution')),
    customer: text('numeroTiers').trim(),
    branch: text('codeAgence').trim(),
  };
}

/** @returns `ordre/referenceExterne`. @throws {LegacyDataError} empty. */
export const orderReference = (ordre: SoapElement): string => present(ordre, 'referenceExterne');

/** @returns `ordre/numeroDossier`. @throws {LegacyDataError} empty. */
export const orderClaimNumber = (ordre: SoapElement): string => present(ordre, 'numeroDossier');

function present(ordre: SoapElement, name: string): string {
  const text = ordre.optional(name);
  if (text === null) throw new LegacyDataError(ordre.place(name), 'present');
  return text;
}

/** @param reason printed on the customer's statement. @returns the body of `creerOrdre`, in the contract's order. */
export function creerOrdreBody(terms: OrderTerms, reason: string): Readonly<Record<string, string>> {
  return {
    referenceExterne: terms.reference,
    typeOrdre: TYPE_CODES[terms.type],
    compteCredit: terms.accountNumber,
    montant: textFromMinorUnits(terms.amount.minorUnits),
    devise: terms.amount.currency,
    motif: reason,
    numeroDossier: terms.claimNumber,
  };
}

/** @returns whether two orders are one and the same; the reason is not compared, because the service does not give it back. */
export const sameTerms = (a: OrderTerms, b: OrderTerms): boolean =>
  a.reference === b.reference &&
  a.type === b.type &&
  a.amount.minorUnits === b.amount.minorUnits &&
  a.amount.currency === b.amount.currency &&
  a.accountNumber === b.accountNumber &&
  a.claimNumber === b.claimNumber;
