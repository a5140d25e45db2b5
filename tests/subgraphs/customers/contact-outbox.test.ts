import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSoapCaller } from '../../../adapters/soap';
import { developmentCredentials, type SoapMocks, startSoapMocks } from '../../../mocks/soap';
import { systemClock } from '../../../schema/kernel/clock';
import type { SoapCaller } from '../../../schema/ports/soap';
import type { SqlStore } from '../../../schema/ports/store';
import { createContactOutbox } from '../../../subgraphs/customers/contact-outbox';
import type { ContactPayload } from '../../../subgraphs/customers/contact-payload';
import { phoneNumber, phoneSpelling } from '../../../subgraphs/customers/phone.record';
import type { Trace } from '../../../subgraphs/shared/outbox/entry';
import { openTestStore } from '../../harness/test-store';
import { person } from '../../mocks/small-world';
import { createTestClock } from '../shared/subgraph-bench';
import { PATIENCE_MS } from '../../harness/patience-ms';

const MINE = '+33639980099';
const THEIRS = '+33639980011';
const trace: Trace = { requestId: 'test', measure: (_keys, call) => call() };

let dataDir: string;
let mocks: SoapMocks;
let soap: SoapCaller;
let store: SqlStore;
let sequence = 0;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'contact-outbox-'));
  const people = [1, 2, 3, 4].map((n) => person(n, { telephone: '06.39.98.00.01', courriel: null }));
  writeFileSync(
    join(dataDir, 'customers.ndjson'),
    people.map((each) => `${JSON.stringify(each)}\n`).join(''),
  );
  for (const file of ['documents.ndjson', 'orders.ndjson', 'accounts.csv'])
    writeFileSync(join(dataDir, file), '');
  mocks = await startSoapMocks({ dataDir });
  soap = await createSoapCaller(
    {
      source: 'customer-file',
      wsdlPath: join(__dirname, '../../../subgraphs/customers/referentiel-clients.wsdl'),
      endpoint: mocks.urls.customers,
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

/** A customer whose number is to change, and a file that has lost the first writing of it. */
async function lostOnce() {
  const number = String((sequence += 1)).padStart(12, '0');
  const clock = createTestClock('2026-11-20T09:00:00.000Z');
  const { outbox, file } = createContactOutbox(soap, {
    store: async () => store,
    clock,
    timeoutMs: PATIENCE_MS,
  });
  const payload: ContactPayload = {
    ...{ number, details: ['PHONE'], values: { phone: MINE } },
    before: await file.current(number, trace),
  };
  const change = { reference: `key-${number}`, subject: number, payload };
  await mocks.behave({ customers: { kind: 'fault', operation: 'modifierCoordonnees', times: 1 } });
  expect((await outbox.submit(change, trace)).entry.state).toBe('UNKNOWN');
  return {
    later: async () => {
      clock.set(new Date(clock.now().getTime() + 60 * 60_000).toISOString());
      await outbox.attendDue(trace);
      return outbox.get(change.reference);
    },
    theyChangeIt: () => file.send({ ...payload, values: { phone: THEIRS } }, 'theirs', trace),
    said: async () => phoneNumber((await file.current(number, trace)).phone),
    sent: () => mocks.calls().customers.operations.modifierCoordonnees?.calls ?? 0,
  };
}

it('what was lost is written again, once, where the file still says what it said before', async () => {
  const { later, said, sent } = await lostOnce();
  expect(await later()).toMatchObject({ state: 'DONE', attempts: 2, payload: {} });
  expect([await said(), sent()]).toEqual([MINE, 2]);
  expect((await later())?.state).toBe('DONE');
  expect(sent()).toBe(2);
});

it('what somebody else has changed meanwhile is not written over', async () => {
  const { later, theyChangeIt, said, sent } = await lostOnce();
  await theyChangeIt();
  expect(await later()).toMatchObject({
    ...{ state: 'FAILED', failure: 'CHANGED_MEANWHILE', attempts: 1, payload: { details: ['PHONE'] } },
  });
  expect([await said(), sent()]).toEqual([THEIRS, 2]); // Ours that was lost, and theirs.
});

it.each(['+33612345678', '+33139980001', '+262262123456', '+590590123456', '+594694123456', '+596696123456'])(
  '%s is spelt as the file spells it, and read back',
  (number) => {
    const spelling = phoneSpelling(number) ?? '';
    expect(spelling).toMatch(/^0\d(\.\d\d){4}$/);
    expect(phoneNumber(spelling)).toBe(number);
  },
);

it.each(['+32470123456', '+33262123456', '+330612345678', '0612345678', ''])(
  '%j has no spelling in the file',
  (number) => {
    expect(phoneSpelling(number)).toBeUndefined();
  },
);
