import { HubError } from '../../schema/kernel/errors';
import { LegacyDataError, SourceInvalidData } from '../../schema/kernel/source-errors';
import { SoapBusinessError, type SoapCaller } from '../../schema/ports/soap';
import { Declined, type Delivery, type Trace } from '../shared/outbox/entry';
import { soapElement } from '../shared/soap-element';
import type { OrderPayload } from './order-payload';
import { termsOf } from './order-payload';
import {
  creerOrdreBody,
  orderReference,
  paymentOrderReader,
  type PaymentOrderRecord,
  sameTerms,
} from './payment-order.record';

/** `codeErreur`: an order with this reference exists. */
const REFERENCE_EXISTS = '08/PAI0409';

/** Everything of an order: whether it is the one that was sent is told by its terms. */
const reader = paymentOrderReader(() => true);

/**
 * Has the payment service take an order, once.
 *
 * The service has no request ids, and an answer that was lost says nothing about the order. So an order is only ever
 * sent under its own reference, of which the service takes one and by which it can be asked.
 *
 * @param timeoutMs for each call. No client who hangs up ends one.
 */
export function createOrderDelivery(
  soap: SoapCaller,
  timeoutMs: number,
): Delivery<OrderPayload, PaymentOrderRecord> {
  const call = <T>(
    { requestId, measure }: Trace,
    ask: Pick<Parameters<typeof soap.call<T>>[0], 'operation' | 'body' | 'parse'>,
  ) => measure(1, () => soap.call<T>({ ...ask, keep: reader.keep, timeoutMs, requestId }));

  return {
    async find(payload, reference, trace) {
      const order = await call(trace, {
        operation: 'consulterOrdres',
        body: { referenceExterne: [reference] },
        parse: (answer) => {
          const found = soapElement(answer)
            .children('ordre')
            .find((each) => orderReference(each) === reference);
          return found && reader.read(found);
        },
      }).catch((error: unknown) => {
        throw error instanceof SoapBusinessError
          ? new SourceInvalidData(soap.source, { cause: error })
          : error;
      });
      if (order && !sameTerms(order, termsOf(payload, reference))) throw referenceTaken();
      return order;
    },
    send: (payload, reference, trace) =>
      call(trace, {
        operation: 'creerOrdre',
        body: creerOrdreBody(termsOf(payload, reference), payload.reason),
        parse(answer) {
          const ordre = soapElement(answer).child('ordre');
          if (!ordre) throw new LegacyDataError('ordre', 'present');
          return reader.read(ordre);
        },
      }).catch((error: unknown) => {
        const isRefusal = error instanceof SoapBusinessError && error.code !== REFERENCE_EXISTS;
        throw isRefusal ? new Declined(error.code, { cause: error }) : error;
      }),
    keep: () => null,
  };
}

const referenceTaken = (): HubError =>
  new HubError('IDEMPOTENCY_KEY_REUSED', 'This reference belongs to another payment order.', {
    argument: 'input.reference',
  });
