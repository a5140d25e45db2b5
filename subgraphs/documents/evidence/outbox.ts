import type { Clock } from '../../../schema/kernel/clock';
import type { SoapCaller } from '../../../schema/ports/soap';
import type { SqlStore } from '../../../schema/ports/store';
import { createOutbox, type Outbox } from '../../shared/outbox/outbox';
import { createOutboxTable } from '../../shared/outbox/table';
import { createEvidenceDelivery } from './delivery';
import type { EvidencePayload } from './payload';

/** For how long after it was sent a file may still reach the document store, ms. */
const SETTLE_MS = 60_000;
/** The first pause before a file is looked after again, and the longest, ms. */
const PAUSE = { pauseMs: 2_000, pauseMaxMs: 15 * 60_000 };
/** A deposit carries a whole file: it may take so many times what a question may. */
const DEPOSIT_FACTOR = 10;

/** Files on their way to the document store: kept in our store before they are sent. */
export function createEvidenceOutbox(
  soap: SoapCaller,
  { store, clock, timeoutMs }: { store: () => Promise<SqlStore>; clock: Clock; timeoutMs: number },
): Outbox<EvidencePayload, string> {
  const depositMs = DEPOSIT_FACTOR * timeoutMs;
  return createOutbox({
    table: createOutboxTable<EvidencePayload>('documents', store),
    delivery: createEvidenceDelivery(soap, store, { askMs: timeoutMs, depositMs }),
    clock,
    times: { callMs: depositMs, settleMs: SETTLE_MS, ...PAUSE },
    random: Math.random,
  });
}
