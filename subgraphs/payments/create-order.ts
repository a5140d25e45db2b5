import { HubError } from '../../schema/kernel/errors';
import type { OperationContext } from '../../schema/kernel/operation';
import { LegacyDataError, SourceInvalidData, type SourceName } from '../../schema/kernel/source-errors';
import { SoapBusinessError, type SoapCaller } from '../../schema/ports/soap';
import { type Ask, createAsk } from '../shared/soap-ask';
import { soapElement } from '../shared/soap-element';
import {
  creerOrdreBody,
  type OrderTerms,
  type PaymentOrderReader,
  type PaymentOrderRecord,
  sameTerms,
} from './payment-order.record';
import { ordersByReference } from './payment-order.source';

/** An order, and whether it was there before this call. */
export interface CreatedOrder {
  readonly order: PaymentOrderRecord;
  readonly replayed: boolean;
}

/**
 * Has the payment service take an order, once.
 *
 * The service has no request ids, and an answer that was lost says nothing about the order. So the service is asked by
 * reference before, and again whenever there is doubt after; an order is only ever sent under its own reference, of
 * which the service takes one.
 *
 * @throws {HubError} `IDEMPOTENCY_KEY_REUSED`: the reference belongs to an order with other terms.
 *   `INVALID_STATE`: the service declined, with its code in the facts.
 *   `SOURCE_TIMEOUT` with the fact `orderState: UNKNOWN`: the order may or may not have been taken; sending the same
 *   reference again is safe. Any other `SOURCE_…` error: nothing was sent.
 */
export type CreateOrder = (terms: OrderTerms, reason: string) => Promise<CreatedOrder>;

/** `codeErreur`: an order with this reference exists. */
const REFERENCE_EXISTS = '08/PAI0409';

/**
 * @param timeoutMs for each of up to three calls.
 * @param reader of the terms and of what the operation needs.
 */
export function createCreateOrder(
  soap: SoapCaller,
  operation: OperationContext,
  timeoutMs: number,
  reader: PaymentOrderReader,
): CreateOrder {
  const { source } = soap;
  const { requestId, sources } = operation;
  const askBefore = createAsk(soap, operation, timeoutMs);
  // Once the order is on its way, a client who hangs up must not leave it in doubt: only the deadline ends these calls.
  const askAfter = createAsk(soap, { ...operation, signal: new AbortController().signal }, timeoutMs);

  const existing = async (ask: Ask, terms: OrderTerms): Promise<PaymentOrderRecord | undefined> => {
    const row = (await ask(ordersByReference(source, [terms.reference], reader))).get(terms.reference);
    if (row instanceof SourceInvalidData) throw row;
    if (row && !sameTerms(row, terms)) throw referenceReused();
    return row;
  };

  const send = (terms: OrderTerms, reason: string): Promise<PaymentOrderRecord> =>
    sources.measure(source, 1, () =>
      soap.call({
        operation: 'creerOrdre',
        body: creerOrdreBody(terms, reason),
        keep: reader.keep,
        timeoutMs,
        requestId,
        parse(answer) {
          const ordre = soapElement(answer).child('ordre');
          if (!ordre) throw new LegacyDataError('ordre', 'present');
          return reader.read(ordre);
        },
      }),
    );

  /** @returns the order as the service holds it now, after an answer that left doubt. */
  const afterDoubt = async (terms: OrderTerms, doubt: unknown): Promise<PaymentOrderRecord> => {
    const order = await existing(askAfter, terms).catch((error: unknown) => {
      if (error instanceof HubError && error.code === 'IDEMPOTENCY_KEY_REUSED') throw error;
      throw stateUnknown(source, error);
    });
    // Not there is no answer either: what is still on its way may arrive.
    if (!order) throw stateUnknown(source, doubt);
    return order;
  };

  return async (terms, reason) => {
    const before = await existing(askBefore, terms);
    if (before) return { order: before, replayed: true };
    try {
      return { order: await send(terms, reason), replayed: false };
    } catch (error) {
      const known = error instanceof SoapBusinessError && error.code === REFERENCE_EXISTS;
      if (error instanceof SoapBusinessError && !known) throw declined(source, error);
      if (!known && !(error instanceof HubError)) throw error;
      return { order: await afterDoubt(terms, error), replayed: known };
    }
  };
}

const referenceReused = (): HubError =>
  new HubError('IDEMPOTENCY_KEY_REUSED', 'This reference belongs to another payment order.', {
    argument: 'input.reference',
  });

const declined = (source: SourceName, cause: SoapBusinessError): HubError =>
  new HubError(
    'INVALID_STATE',
    'The payment service declined the order.',
    { source, serviceCode: cause.code },
    { cause },
  );

const stateUnknown = (source: SourceName, cause: unknown): HubError =>
  new HubError(
    'SOURCE_TIMEOUT',
    'It is not known whether the payment order was taken. Send it again with the same reference.',
    { source, orderState: 'UNKNOWN', retryWithSameReference: true },
    { cause },
  );
