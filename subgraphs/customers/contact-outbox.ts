import type { Clock } from '../../schema/kernel/clock';
import type { SoapCaller } from '../../schema/ports/soap';
import type { SqlStore } from '../../schema/ports/store';
import { outboxStore } from '../shared/outbox/open';
import { createOutbox } from '../shared/outbox/outbox';
import { createOutboxTable } from '../shared/outbox/table';
import type { ContactParts } from './contact-changes';
import { createContactDelivery } from './contact-delivery';
import type { ContactPayload } from './contact-payload';

/** For how long after it was sent a change may still reach the file, ms. */
const SETTLE_MS = 60_000;
/** The first pause before a change is looked after again, and the longest, ms. */
const PAUSE = { pauseMs: 2_000, pauseMaxMs: 15 * 60_000 };

/** Changes of contact details on their way to the customer file: kept in our store before they are sent. */
export function createContactOutbox(
  soap: SoapCaller,
  { store, clock, timeoutMs }: { store: () => Promise<SqlStore>; clock: Clock; timeoutMs: number },
): ContactParts {
  const file = createContactDelivery(soap, timeoutMs);
  const outbox = createOutbox({
    table: createOutboxTable<ContactPayload>('customers', outboxStore('customers', store)),
    delivery: file,
    clock,
    times: { callMs: timeoutMs, settleMs: SETTLE_MS, ...PAUSE },
    random: Math.random,
  });
  return { outbox, file };
}
