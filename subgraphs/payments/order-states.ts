import type { SoapCaller } from '../../schema/ports/soap';
import type { Trace } from '../shared/outbox/entry';
import { soapElement } from '../shared/soap-element';
import type { PaymentOrderState } from './payment-order.enum';
import { orderReference, paymentOrderReader } from './payment-order.record';

/** Of an order its state alone. */
const reader = paymentOrderReader((type, field) => type === 'PaymentOrder' && field === 'state');

/**
 * Asks the payment service where orders stand, on nobody's behalf.
 *
 * @returns by reference; orders that it does not have are missing. At most 20 references are asked for at once.
 */
export const createOrderStates =
  (soap: SoapCaller, timeoutMs: number) =>
  (
    references: readonly string[],
    { requestId, measure }: Trace,
  ): Promise<ReadonlyMap<string, PaymentOrderState>> =>
    measure(references.length, () =>
      soap.call({
        operation: 'consulterOrdres',
        body: { referenceExterne: references },
        keep: reader.keep,
        timeoutMs,
        requestId,
        parse: (answer) =>
          new Map(
            soapElement(answer)
              .children('ordre')
              .map((each) => [orderReference(each), reader.read(each).state]),
          ),
      }),
    );
