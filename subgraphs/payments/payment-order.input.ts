import { Field, ID, InputType } from 'type-graphql';
import { BadUserInput, NotFound } from '../../schema/kernel/errors';
import type { IdSealer } from '../../schema/kernel/ids';
import type { Money } from '../../schema/kernel/money';
import { REDRESS_REFERENCE } from '../../schema/ports/payments';
import { NotPersonal, Personal } from '../shared/classify';
import { checkFreeText } from '../shared/free-text';
import { GraphQLMoney } from '../shared/scalars';
import { PaymentOrderType } from './payment-order.enum';
import type { OrderTerms } from './payment-order.record';

const customer = { subject: 'customer' } as const;

@InputType({ description: 'A refund or a gesture to be paid.' })
export class CreatePaymentOrderInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the claim that it settles.' })
  claimId!: string;

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the account to credit.' })
  accountId!: string;

  @Personal('bank.claim', customer)
  @Field(() => PaymentOrderType, { description: 'Why the bank pays.' })
  type!: PaymentOrderType;

  @Personal('user.financial.transaction', customer)
  @Field(() => GraphQLMoney, { description: 'More than 0.00 EUR, and at most 10000.00 EUR.' })
  amount!: Money;

  @Personal('user.content.private', customer)
  @Field(() => String, { description: 'Printed on the customer’s statement; 140 characters at most.' })
  reason!: string;

  @Personal('bank.claim', customer)
  @Field(() => String, {
    description:
      'The sender’s own reference, 8 to 35 letters, digits and hyphens. Sent again, it names the same order and never makes a second one.',
  })
  reference!: string;
}

/**
 * The most that one order pays, in cents: above it a payment needs a second signature, which the bank's own screens ask
 * for and this service does not.
 */
export const ORDER_MAX_CENTS = 1_000_000n;

/** The payment service books euros only. */
const CURRENCY = 'EUR';

/** The length of a SEPA end-to-end reference; shorter than 8 would be a counter that two senders share. */
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9-]{7,34}$/;

/** The length of a SEPA remittance text. */
const REASON_MAX = 140;

/**
 * @returns what is to be ordered.
 * @throws {BadUserInput} an amount, a reference or a reason that cannot be taken.
 * @throws {NotFound} a key that is not one of a claim or an account.
 */
export function orderTerms(input: CreatePaymentOrderInput, ids: IdSealer): OrderTerms {
  const { amount, reference, reason, type } = input;
  if (amount.currency !== CURRENCY) throw new BadUserInput('input.amount', 'an amount in EUR is expected.');
  if (amount.minorUnits <= 0n || amount.minorUnits > ORDER_MAX_CENTS) {
    throw new BadUserInput('input.amount', 'more than 0.00 EUR and at most 10000.00 EUR is expected.');
  }
  if (!REFERENCE.test(reference)) {
    throw new BadUserInput('input.reference', '8 to 35 letters, digits and hyphens are expected.');
  }
  if (REDRESS_REFERENCE.test(reference)) {
    throw new BadUserInput('input.reference', 'references of redress are made by the hub.');
  }
  checkFreeText('input.reason', reason, REASON_MAX);
  const claimNumber = ids.open('clm', input.claimId);
  if (claimNumber === undefined) throw new NotFound('Claim');
  const accountNumber = ids.open('acc', input.accountId);
  if (accountNumber === undefined) throw new NotFound('Account');
  return { reference, type, amount, accountNumber, claimNumber };
}
