import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { BadUserInput, HubError, NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { traceOf } from '../shared/outbox/trace';
import { type PaymentsContext, SOURCE, toPaymentOrder } from './context';
import { isOpen, openOrder } from './open-order';
import { payloadOf } from './order-payload';
import type { OrderTerms } from './payment-order.record';
import { CreatePaymentOrderInput, orderTerms } from './payment-order.input';
import { PaymentOrder } from './payment-order.type';

@ObjectType({ description: 'What became of a payment order that was sent.' })
export class CreatePaymentOrderPayload {
  @NotPersonal()
  @Field(() => PaymentOrder, { nullable: true, description: 'The order as it stands now.' })
  paymentOrder!: PaymentOrder | null;

  @NotPersonal()
  @Field(() => Boolean, {
    description: 'The order was there before: it was sent earlier with the same reference.',
  })
  replayed!: boolean;
}

@Resolver()
export class CreatePaymentOrderResolver {
  /** Who sent an order's own terms is told what became of it: nothing in the answer is new to them but its state. */
  @NotPersonal()
  @Mutation(() => CreatePaymentOrderPayload, {
    nullable: true,
    description:
      'Orders a refund or a gesture to be paid, once per reference. It is kept before it is sent: PENDING and UNKNOWN orders are looked after until the payment service has them or has declined them.',
  })
  async createPaymentOrder(
    @NotPersonal()
    @Arg('input', () => CreatePaymentOrderInput, { description: 'What to pay, to whom and why.' })
    input: CreatePaymentOrderInput,
    @Ctx() context: PaymentsContext,
  ): Promise<CreatePaymentOrderPayload> {
    const { ids, outbox, orders, operation } = context;
    const terms = orderTerms(input, ids);
    const { reference, claimNumber: subject } = terms;
    await mayBeCredited(terms, context);
    const change = { reference, subject, payload: payloadOf(terms, input.reason) };
    const { entry, made, replayed } = await outbox.submit(change, traceOf(operation, SOURCE));
    if (entry.state === 'FAILED') throw declined(entry.failure);
    if (isOpen(entry)) return { paymentOrder: openOrder(ids, entry), replayed };
    const order = made ?? (await orders.byReference(reference));
    return { paymentOrder: order ? toPaymentOrder(ids, order) : null, replayed };
  }
}

/** @throws {NotFound} no such claim. @throws {BadUserInput} an account that has nothing to do with its customer's claims. */
async function mayBeCredited(
  { claimNumber, accountNumber }: OrderTerms,
  { claimAccounts, operation }: PaymentsContext,
): Promise<void> {
  if (!claimAccounts) return;
  const accounts = await operation.sources.measure('store', 1, () => claimAccounts.accountsOf(claimNumber));
  if (!accounts) throw new NotFound('Claim');
  if (accounts.includes(accountNumber)) return;
  throw new BadUserInput(
    'input.accountId',
    'an account of the claim, or of another claim of the same customer, is expected.',
  );
}

const declined = (serviceCode = ''): HubError =>
  new HubError('INVALID_STATE', 'The payment service declined the order.', { source: SOURCE, serviceCode });
