import { setTimeout as sleep } from 'node:timers/promises';
import type { BadDay } from '../../mocks/ledger/bad-day';
import type { BehaviourInput } from '../../mocks/soap/index';
import { type Answered, type HubSetup, startTestHub, type TestHub } from '../harness/hub';
import { DENIED, expectBad, failures, FIRST, query } from './bad-day';

const SOME = query(`customer { lastName birthDate language nationalId }
  account { iban type balance }
  operation { bookedOn amount }`);
const HEALTH = `query Health { legacyHealth {
  customerFile { ...one } documentStore { ...one } paymentService { ...one } accountLedger { ...one }
} } fragment one on LegacySource { source state reopensAt lastSuccessAt p50Ms p95Ms underWay waiting connections }`;

const RECHECK_MS = 400;
type Health = Readonly<Record<string, { readonly state: string; readonly underWay: number }>>;

/** `HH:MM` in Paris, so many hours from now. */
const hour = (from: number): string =>
  new Date(Date.now() + from * 3_600_000).toLocaleTimeString('fr-FR', {
    timeZone: 'Europe/Paris',
    hour: '2-digit',
    minute: '2-digit',
  });

/** What the failures of the old systems come to, through a whole hub. */
export function faultTable(setup: HubSetup): void {
  let hub: TestHub;
  let good: Answered;
  beforeAll(async () => {
    hub = await startTestHub({
      ...setup,
      variables: (usual) => ({
        ...usual,
        ...{ CUSTOMERS_SOAP_CONNECTIONS: '1', CUSTOMERS_SOAP_QUEUE: '0' },
        ...{ DB2_CONNECTIONS: '2', DB2_QUEUE: '0' },
        PAYMENTS_SOAP_RECHECK_MS: `${RECHECK_MS}`,
      }),
    });
    good = await hub.ask('adviser', SOME, FIRST);
    expect(good.body.errors).toEqual([DENIED]);
  });
  afterAll(() => hub.close());
  afterEach(async () => {
    hub.ledger?.misbehave(undefined);
    await hub.behave({ customers: { kind: 'well' }, payments: { kind: 'well' } });
  });

  const bad = async (source: string, code: string, missing: readonly string[]): Promise<Answered> => {
    const answer = await hub.ask('adviser', SOME, FIRST);
    expectBad(answer, good, { source, code, missing });
    return answer;
  };
  /** Health, as soon as it is so. */
  const health = async (isSo: (health: Health) => boolean): Promise<Health> => {
    for (;;) {
      const { body } = await hub.ask('adviser', HEALTH);
      const now = body.data.legacyHealth as Health;
      if (isSo(now)) return now;
      await sleep(10);
    }
  };
  /** The next good day: the same answer as ever, at once and without a restart. */
  async function recovered(system: 'customerFile' | 'accountLedger'): Promise<void> {
    await health((now) => now[system]?.state === 'CLOSED' || now[system]?.state === 'HALF_OPEN');
    const { body } = await hub.ask('adviser', SOME, FIRST);
    expect(body.errors).toEqual([DENIED]);
    expect(body.data).toEqual(good.body.data);
  }

  describe('of the customer file (SOAP)', () => {
    it.each<[string, BehaviourInput, string]>([
      ['refuses connections', { kind: 'down' }, 'SOURCE_UNAVAILABLE'],
      ['resets in mid-answer', { kind: 'reset' }, 'SOURCE_UNAVAILABLE'],
      ['sends something else', { kind: 'html' }, 'SOURCE_INVALID_DATA'],
      ['sends a Fault', { kind: 'fault' }, 'SOURCE_UNAVAILABLE'],
      ['answers codeRetour 12', { kind: 'code', codeRetour: '12' }, 'SOURCE_UNAVAILABLE'],
      ['is closed for the night', { kind: 'closed' }, 'SOURCE_UNAVAILABLE'],
    ])('%s', async (_day, behaviour, code) => {
      await hub.behave({ customers: behaviour });
      const answer = await bad('customer-file', code, ['customer']);
      if (behaviour.kind === 'closed')
        expect(failures(answer)[0]?.extensions).toMatchObject({ reason: 'CLOSED' });
      await hub.behave({ customers: { kind: 'well' } });
      await recovered('customerFile');
    });

    it('has no connection left, and no place in the queue', async () => {
      await hub.behave({ customers: { kind: 'held' } });
      const others = hub.ask('customer', '{ me { lastName } }');
      await health(({ customerFile }) => customerFile?.underWay === 1);
      const answer = await bad('customer-file', 'SOURCE_UNAVAILABLE', ['customer']);
      expect(failures(answer)[0]?.extensions).toMatchObject({ reason: 'OVERLOADED' });
      await hub.behave({ customers: { kind: 'well' } });
      expect((await others).body.errors).toBeUndefined();
      await recovered('customerFile');
      expect((await hub.calls()).customers.maxConnections).toBe(1);
    });

    it('lost the connection that was kept for the next call', async () => {
      await hub.behave({ customers: { kind: 'reset', times: 1 } });
      await recovered('customerFile');
    });
  });

  if (!setup.db2) {
    describe('of the account ledger (Db2)', () => {
      it.each<[string, BadDay, string]>([
        ['refuses connections', 'refuse', 'SOURCE_UNAVAILABLE'],
        ['resets in mid-answer', 'cut', 'SOURCE_UNAVAILABLE'],
        ['fails inside', { sqlstate: 'XX000' }, 'SOURCE_UNAVAILABLE'],
        ['has no resources', { sqlstate: '53200' }, 'SOURCE_UNAVAILABLE'],
        ['refuses a statement', { sqlstate: '42501' }, 'SOURCE_INVALID_DATA'],
        ['is closed for the night', { sqlstate: '57P03' }, 'SOURCE_UNAVAILABLE'],
        ['has no connection for us', { sqlstate: '53300' }, 'SOURCE_UNAVAILABLE'],
        ['ends the statement at its limit', { sqlstate: '57014' }, 'SOURCE_TIMEOUT'],
        ['loses its connections', 'drop', 'SOURCE_UNAVAILABLE'],
      ])('%s', async (_day, day, code) => {
        hub.ledger?.misbehave(day);
        const answer = await bad('account-ledger', code, ['account', 'operation']);
        if (typeof day === 'object' && day.sqlstate === '57P03')
          expect(failures(answer)[0]?.extensions).toMatchObject({ reason: 'CLOSED' });
        hub.ledger?.misbehave(undefined);
        await recovered('accountLedger');
      });

      it('has no connection left, and no place in the queue', async () => {
        hub.ledger?.misbehave('hang');
        const others = hub.ask('customer', '{ me { accounts { iban } } }');
        const second = hub.ask('complaints-officer', SOME, FIRST, {
          'x-access-purpose': 'complaint_handling',
        });
        await health(({ accountLedger }) => accountLedger?.underWay === 2);
        const answer = await bad('account-ledger', 'SOURCE_UNAVAILABLE', ['account', 'operation']);
        expect(failures(answer)[0]?.extensions).toMatchObject({ reason: 'OVERLOADED' });
        hub.ledger?.misbehave('refuse'); // Whoever waits is told so.
        expect((await others).status).toBe(200);
        await second;
        hub.ledger?.misbehave(undefined);
        await recovered('accountLedger');
        expect(hub.ledger?.mostConnections()).toBeLessThanOrEqual(2);
      });
    });
  }

  describe('of a source that keeps failing', () => {
    const ORDERS =
      'query ($number: String!) { claimByNumber(number: $number) { number paymentOrders { state } } }';

    it('is left alone after a while, said to be so, and asked again when it is well', async () => {
      await hub.behave({ payments: { kind: 'down' } });
      let reason: unknown;
      for (let n = 0; n < 60 && reason !== 'LEFT_ALONE'; n += 1) {
        const { body } = await hub.ask('adviser', ORDERS, FIRST);
        expect(body.data.claimByNumber.number).toBe(FIRST.number);
        expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
        reason = body.errors?.[0]?.extensions.reason;
      }
      expect(reason).toBe('LEFT_ALONE');
      const { paymentService } = await health(() => true);
      expect(paymentService?.state).toMatch(/^(OPEN|HALF_OPEN)$/);

      await hub.behave({ payments: { kind: 'well' } });
      await health((now) => now.paymentService?.state === 'HALF_OPEN');
      const { body } = await hub.ask('adviser', ORDERS, FIRST);
      expect(body.errors).toBeUndefined();
      expect(body.data.claimByNumber.paymentOrders).toEqual([{ state: 'POSTED' }]);
    });
  });

  describe('health of the old systems', () => {
    it('is told to staff, each system by the subgraph that asks it', async () => {
      const { body } = await hub.ask('adviser', HEALTH);
      expect(body.errors).toBeUndefined();
      const one = (source: string, connections: number) => ({
        ...{ source, connections, state: 'CLOSED', reopensAt: null, underWay: 0, waiting: 0 },
        ...{ lastSuccessAt: expect.any(String), p50Ms: expect.any(Number), p95Ms: expect.any(Number) },
      });
      expect(body.data.legacyHealth).toEqual({
        customerFile: one('customer-file', 1),
        documentStore: one('document-store', 10),
        paymentService: one('payment-service', 10),
        accountLedger: one('account-ledger', 2),
      });
    });

    it('is told to whoever watches the hub', async () => {
      await hub.ask('adviser', SOME, FIRST);
      const page = await (await fetch(`${hub.url}/metrics`)).text();
      for (const source of ['customer-file', 'document-store', 'account-ledger']) {
        for (const state of ['CLOSED', 'OPEN', 'HALF_OPEN', 'CLOSED_FOR_NIGHT']) {
          expect(page).toContain(
            `hub_source_state{source="${source}",state="${state}"} ${state === 'CLOSED' ? 1 : 0}\n`,
          );
        }
        for (const what of [
          'calls_total',
          'batch_keys_sum',
          'queue_seconds_total',
          'latency_seconds_count',
        ]) {
          expect(page).toMatch(new RegExp(`^hub_source_${what}\\{source="${source}"\\} \\d`, 'm'));
        }
      }
    });

    it.each(['customer', 'partner-comparator', 'mediator'])('is not told to %s', async (actor) => {
      const { body } = await hub.ask(actor, HEALTH);
      expect(JSON.stringify(body)).not.toMatch(/customer-file|CLOSED/);
      expect(body.errors?.length).toBeGreaterThan(0);
    });
  });
}

/** The hours that a source keeps, through a whole hub. */
export function closingHours(setup: HubSetup): void {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub({
      ...setup,
      variables: (usual) => ({
        ...usual,
        CUSTOMERS_SOAP_CLOSED: `${hour(-1)}-${hour(2)}`,
        DB2_CLOSED: `${hour(-1)}-${hour(2)}`,
      }),
    });
  });
  afterAll(() => hub.close());

  it('are kept without asking, and told with the time of reopening', async () => {
    const { status, body } = await hub.ask('adviser', SOME, FIRST);
    expect(status).toBe(200);
    expect(body.data.claimByNumber).toMatchObject({ number: FIRST.number, survey: { nps: 9 } });
    for (const source of ['customer-file', 'account-ledger']) {
      const told = body.errors?.find(({ extensions }) => extensions.source === source)?.extensions;
      expect(told).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'CLOSED' });
      const wait = Date.parse(String(told?.reopensAt)) - Date.now();
      expect(wait).toBeGreaterThan(1.9 * 3_600_000);
      expect(wait).toBeLessThanOrEqual(2 * 3_600_000);
      expect(body.extensions?.sources?.[source]).toMatchObject({ calls: 0, state: 'CLOSED_FOR_NIGHT' });
    }
    expect((await hub.calls()).customers.operations).toEqual({});
    expect(hub.ledger?.mostConnections()).toBe(0);

    const health = await hub.ask('supervisor', HEALTH, {}, { 'x-access-purpose': 'complaint_handling' });
    expect(health.body.data.legacyHealth).toMatchObject({
      customerFile: { state: 'CLOSED_FOR_NIGHT', reopensAt: expect.any(String), lastSuccessAt: null },
      documentStore: { state: 'CLOSED', reopensAt: null },
    });
  });
}
