import type { Money } from '../../schema/kernel/money';
import { textFromMinorUnits } from '../../schema/kernel/money';
import { LegacyDataError } from '../../schema/kernel/source-errors';
import { amount, code, day } from '../shared/legacy-values';
import { type FieldSources, readerOf } from '../shared/projection/field-sources';
import type { Wanted } from '../shared/projection/wanted';
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

/** An order as the service tells it, in our spelling: of its fields those that the operation needs. */
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

/** By the graph's names; the account is a link there. */
type OrderFields = Pick<PaymentOrderRecord, 'type' | 'state' | 'amount' | 'createdOn' | 'postedOn'> & {
  readonly account: string;
};

const dated = (name: string): FieldSources<OrderFields, SoapElement>['createdOn'] => ({
  of: [name],
  read: ({ text, place }) => day(text(name), place(name)),
});

const FIELDS: FieldSources<OrderFields, SoapElement> = {
  type: { of: ['typeOrdre'], read: ({ text, place }) => code(TYPES, text('typeOrdre'), place('typeOrdre')) },
  state: { of: ['etat'], read: ({ text, place }) => code(STATES, text('etat'), place('etat')) },
  amount: {
    of: ['montant', 'devise'],
    read: ({ text, place }) => amount(text('montant'), text('devise').trim(), place('montant')),
  },
  createdOn: dated('dateCreation'),
  postedOn: dated('dateExecution'),
  account: { of: ['compteCredit'], read: ({ text }) => text('compteCredit').trim() },
};

/** Its key, the claim that it belongs to, and whose it is. */
const ALWAYS = ['referenceExterne', 'numeroDossier', 'numeroTiers', 'codeAgence'];

/** Reads the `ordre` elements of one operation's answers. */
export interface PaymentOrderReader {
  /** What has to be kept of an answer. */
  readonly keep: readonly string[];
  /**
   * @param ordre of `consulterOrdres` or `creerOrdre`.
   * @throws {LegacyDataError} a code, an amount or a date that the contract does not know.
   */
  read(ordre: SoapElement): PaymentOrderRecord;
}

/** @param wanted the fields that the operation needs; of a record the others are missing. */
export function paymentOrderReader(wanted: Wanted): PaymentOrderReader {
  // A claim's orders stand by their age.
  const ordered: Wanted = (type, field) =>
    wanted(type, field) || (field === 'createdOn' && wanted('Claim', 'paymentOrders'));
  const fields = readerOf('PaymentOrder', FIELDS, ordered);
  return {
    keep: [...ALWAYS, ...fields.parts].map((part) => `ordre/${part}`),
    read(ordre) {
      const { account: accountNumber, ...shown } = fields.read(ordre);
      return {
        ...shown,
        accountNumber,
        reference: orderReference(ordre),
        claimNumber: orderClaimNumber(ordre),
        customer: ordre.text('numeroTiers').trim(),
        branch: ordre.text('codeAgence').trim(),
      };
    },
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
