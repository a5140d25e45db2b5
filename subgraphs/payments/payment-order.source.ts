import DataLoader from 'dataloader';
import type { SourceName } from '../../schema/kernel/source-errors';
import type { Ask, Question } from '../shared/soap-ask';
import { complete, MAX_VALUES, readRow, type Row } from '../shared/soap-rows';
import {
  orderClaimNumber,
  orderReference,
  type PaymentOrderReader,
  type PaymentOrderRecord,
} from './payment-order.record';

/** The payment service (SOAP), asked for one operation. */
export interface PaymentOrderSource {
  /**
   * Batched: 20 references per `consulterOrdres`, each once per operation.
   *
   * @param reference `referenceExterne`.
   * @returns `undefined` where the service does not know it.
   */
  byReference(reference: string): Promise<PaymentOrderRecord | undefined>;
  /**
   * Batched: 20 claims per `consulterOrdres`, each once per operation.
   *
   * @param claimNumber `numeroDossier`.
   * @returns its orders, the oldest first; of more than 200, those that the service answers.
   * @throws {SourceInvalidData} one of them cannot be read.
   */
  ofClaim(claimNumber: string): Promise<readonly PaymentOrderRecord[]>;
}

/** The service answers so many orders and does not say that it left some out. */
const ORDERS_MAX = 200;

/**
 * @param source the service's public name, for errors.
 * @param reader of what the operation needs.
 */
export function createPaymentOrderSource(
  source: SourceName,
  ask: Ask,
  reader: PaymentOrderReader,
): PaymentOrderSource {
  const byReference = new DataLoader<string, PaymentOrderRecord | undefined>(
    async (references) => {
      const rows = await ask(ordersByReference(source, references, reader));
      return references.map((reference) => rows.get(reference));
    },
    { maxBatchSize: MAX_VALUES },
  );
  const byClaim = new DataLoader<string, readonly PaymentOrderRecord[]>(
    async (claimNumbers) => {
      const rows = await ordersOfClaims(source, ask, claimNumbers, reader);
      return claimNumbers.map((claimNumber) => {
        const orders = complete(rows.flatMap(([each, row]) => (each === claimNumber ? [row] : [])));
        return orders instanceof Error ? orders : [...orders].sort(byAge);
      });
    },
    { maxBatchSize: MAX_VALUES },
  );
  return {
    byReference: (reference) => byReference.load(reference),
    ofClaim: (claimNumber) => byClaim.load(claimNumber),
  };
}

const byAge = (a: PaymentOrderRecord, b: PaymentOrderRecord): number =>
  (a.createdOn ?? '').localeCompare(b.createdOn ?? '') || a.reference.localeCompare(b.reference);

/** @param references 20 at most. @returns the question for the orders by reference. */
export const ordersByReference = (
  source: SourceName,
  references: readonly string[],
  reader: PaymentOrderReader,
): Question<ReadonlyMap<string, Row<PaymentOrderRecord>>> => ({
  operation: 'consulterOrdres',
  body: { referenceExterne: references },
  keys: references.length,
  keep: reader.keep,
  read: (answer) =>
    new Map(
      answer.children('ordre').map((each) => [orderReference(each), readRow(source, each, reader.read)]),
    ),
});

type ClaimRows = readonly (readonly [claimNumber: string, row: Row<PaymentOrderRecord>])[];

/** A full answer may be a cut one, so its claims are asked for again in halves. */
async function ordersOfClaims(
  source: SourceName,
  ask: Ask,
  claimNumbers: readonly string[],
  reader: PaymentOrderReader,
): Promise<ClaimRows> {
  const rows = await ask<ClaimRows>({
    operation: 'consulterOrdres',
    body: { numeroDossier: claimNumbers },
    keys: claimNumbers.length,
    keep: reader.keep,
    read: (answer) =>
      answer
        .children('ordre')
        .map((each) => [orderClaimNumber(each), readRow(source, each, reader.read)] as const),
  });
  if (rows.length < ORDERS_MAX || claimNumbers.length === 1) return rows;
  const half = Math.ceil(claimNumbers.length / 2);
  const halves = [claimNumbers.slice(0, half), claimNumbers.slice(half)];
  return (await Promise.all(halves.map((each) => ordersOfClaims(source, ask, each, reader)))).flat();
}
