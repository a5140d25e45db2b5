import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSoapCaller } from '../../../adapters/soap';
import {
  type BehaviourInput,
  developmentCredentials,
  type SoapMocks,
  startSoapMocks,
} from '../../../mocks/soap';
import { systemClock } from '../../../schema/kernel/clock';
import type { SoapCaller } from '../../../schema/ports/soap';
import type { SqlStore } from '../../../schema/ports/store';
import { createOrderDelivery } from '../../../subgraphs/payments/order-delivery';
import type { OrderPayload } from '../../../subgraphs/payments/order-payload';
import type { PaymentOrderRecord } from '../../../subgraphs/payments/payment-order.record';
import type { Trace } from '../../../subgraphs/shared/outbox/entry';
import { outboxStore } from '../../../subgraphs/shared/outbox/open';
import type { OutboxTimes } from '../../../subgraphs/shared/outbox/attendant';
import { createOutbox } from '../../../subgraphs/shared/outbox/outbox';
import { createOutboxTable } from '../../../subgraphs/shared/outbox/table';
import { openTestStore } from '../../harness/test-store';
import { killable, type Kill } from '../outbox/killable';
import { createTestClock } from '../shared/subgraph-bench';
import { PATIENCE_MS } from '../../harness/patience-ms';

const ACCOUNT = '0000000001A';
const ACCOUNTS = `CPT_NUM,CPT_TIERS,CPT_GUI,CPT_DEV,CPT_TOP
${ACCOUNT},000000000001,00042,EUR,
`;
const TIMES: OutboxTimes = { callMs: 2_000, settleMs: 60_000, pauseMs: 2_000, pauseMaxMs: 30_000 };
const trace: Trace = { requestId: 'test', measure: (_keys, call) => call() };

let dataDir: string;
let mocks: SoapMocks;
let soap: SoapCaller;
let store: SqlStore;
let sequence = 0;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'order-outbox-'));
  for (const file of ['customers', 'documents', 'orders']) writeFileSync(join(dataDir, `${file}.ndjson`), '');
  writeFileSync(join(dataDir, 'accounts.csv'), ACCOUNTS);
  mocks = await startSoapMocks({ dataDir });
  soap = await createSoapCaller(
    {
      source: 'payment-service',
      wsdlPath: join(__dirname, '../../../subgraphs/payments/paiements.wsdl'),
      endpoint: mocks.urls.payments,
      codeAppli: 'HUBREC',
      ...developmentCredentials,
    },
    { clock: systemClock },
  );
  store = await openTestStore();
});
afterEach(() => mocks.reset());
afterAll(async () => {
  await soap.close();
  await mocks.close();
  await store.close();
  rmSync(dataDir, { recursive: true });
});

/** One order, its clock, and processes that end at one of their steps. */
function world() {
  const clock = createTestClock('2026-11-20T09:00:00.000Z');
  const reference = `REFUND-${String((sequence += 1)).padStart(5, '0')}`;
  const payload: OrderPayload = {
    ...{ type: 'REFUND', amount: '2490', currency: 'EUR', accountNumber: ACCOUNT },
    ...{ claimNumber: 'RC-2026-0000001', reason: 'Frais' },
  };
  const delivery = createOrderDelivery(soap, PATIENCE_MS);
  const process = (at = Infinity, when: 'before' | 'after' = 'before') => {
    const kill: Kill = { steps: 0, dead: false };
    const calls = killable({ find: delivery.find, send: delivery.send }, kill, at, when);
    const outbox = createOutbox<OrderPayload, PaymentOrderRecord>({
      table: killable(
        createOutboxTable<OrderPayload>(
          'payments',
          outboxStore('payments', async () => store),
        ),
        kill,
        at,
        when,
      ),
      delivery: { find: calls.find, send: calls.send, keep: delivery.keep },
      ...{ clock, times: TIMES, random: () => 0.5 },
    });
    return { outbox, kill };
  };
  return {
    process,
    change: { reference, subject: payload.claimNumber, payload },
    wait: (ms: number): void => clock.set(new Date(clock.now().getTime() + ms).toISOString()),
    /** What the service itself holds and was asked: orders with this reference, and how often one was sent. */
    async counted() {
      const order = await delivery.find(payload, reference, trace);
      return { orders: order ? 1 : 0, sent: mocks.calls().payments.operations.creerOrdre?.calls ?? 0 };
    },
  };
}

async function recovered({ process, change, wait }: ReturnType<typeof world>): Promise<string | undefined> {
  const { outbox } = process();
  for (let turn = 0; turn < 4; turn += 1) {
    wait(TIMES.settleMs + TIMES.pauseMaxMs);
    await outbox.attendDue(trace);
  }
  return (await outbox.get(change.reference))?.state;
}

it.each(['before', 'after'] as const)(
  'a process killed %s any step between filing and answering: the service was sent the order once and holds one',
  async (when) => {
    for (let at = 0; ; at += 1) {
      await mocks.reset();
      const order = world();
      const { outbox, kill } = order.process(at, when);
      await outbox.submit(order.change, trace).catch(() => undefined);
      if (!kill.dead) {
        expect(at).toBeGreaterThanOrEqual(6); // Every step was somebody's last.
        return;
      }
      // Where the order was not even kept, its sender was told nothing and sends it again.
      await order.process().outbox.submit(order.change, trace);
      expect(await recovered(order)).toBe('DONE');
      expect(await order.counted()).toEqual({ orders: 1, sent: 1 });
    }
  },
);

/** What may go wrong with a call, and whether the order was taken all the same. */
const BAD: readonly BehaviourInput[] = [
  { kind: 'reset', times: 1 },
  { kind: 'half', times: 1 },
  { kind: 'html', times: 1 },
  { kind: 'fault', times: 1 },
  { kind: 'closed', times: 1 },
  { kind: 'code', codeRetour: '12', times: 1 },
  { kind: 'unknown-enum', times: 1 },
  { kind: 'doctype', times: 1 },
];
const steps = BAD.flatMap((bad) =>
  ['consulterOrdres', 'creerOrdre'].map((operation): BehaviourInput => ({ ...bad, operation })),
);

it.each(steps)('%j: in the end the service holds one order', async (behaviour) => {
  const order = world();
  await mocks.behave({ payments: behaviour });
  const { outbox } = order.process();
  await outbox.submit(order.change, trace);
  await mocks.behave({ payments: { kind: 'well' } });
  expect(await recovered(order)).toBe('DONE');
  const { orders, sent } = await order.counted();
  expect(orders).toBe(1);
  // What the service did not take may be sent again; what it took is not.
  expect(sent).toBeLessThanOrEqual(2);
});

it('the service takes one order by a reference, whoever sends a second one', async () => {
  const order = world();
  const delivery = createOrderDelivery(soap, PATIENCE_MS);
  await delivery.send(order.change.payload, order.change.reference, trace);
  await expect(delivery.send(order.change.payload, order.change.reference, trace)).rejects.toMatchObject({
    code: '08/PAI0409',
  });
  expect(await recovered({ ...order })).toBeUndefined();
  const { entry, replayed } = await order.process().outbox.submit(order.change, trace);
  expect([entry.state, replayed]).toEqual(['DONE', true]);
});
