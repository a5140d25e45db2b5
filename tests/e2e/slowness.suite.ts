import { setTimeout as sleep } from 'node:timers/promises';
import type { BadDay } from '../../mocks/ledger/bad-day';
import type { BehaviourInput } from '../../mocks/soap/index';
import { type Answered, type HubSetup, startTestHub, type TestHub } from '../harness/hub';
import { DENIED, expectBad, failures, FIRST, query } from './bad-day';

/** For those alone who wait for its end. */
const SHORT_MS = '1000';
/** Nobody waits for the end of that. */
const ENDLESS_MS = 600_000;

/**
 * What it comes to that an old system takes too long, through a whole hub. Two systems have little time here, so a query
 * asks one of them, and whoever waits for a good day may meet the limit before.
 */
export function slowness(setup: HubSetup): void {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub({
      ...setup,
      variables: (usual) => ({ ...usual, CUSTOMERS_SOAP_TIMEOUT_MS: SHORT_MS, DB2_TIMEOUT_MS: SHORT_MS }),
    });
  });
  afterAll(() => hub.close());

  const well = async (query: string): Promise<Answered> => {
    for (;;) {
      const answer = await hub.ask('adviser', query, FIRST);
      if (failures(answer).length === 0) return answer;
      for (const { extensions } of failures(answer)) expect(extensions.code).toMatch(/^SOURCE_/);
      await sleep(10);
    }
  };

  describe('of the customer file (SOAP)', () => {
    const ASKED = query('customer { lastName birthDate language nationalId }');

    it.each<[string, BehaviourInput]>([
      ['does not begin to answer', { kind: 'held' }],
      ['sends its body too slowly', { kind: 'slow-body', ms: ENDLESS_MS }],
    ])('%s', async (_day, behaviour) => {
      const good = await well(ASKED);
      expect(good.body.errors).toEqual([DENIED]);
      await hub.behave({ customers: behaviour });
      const answer = await hub.ask('adviser', ASKED, FIRST);
      const limits = { source: 'customer-file', code: 'SOURCE_TIMEOUT', missing: ['customer'] };
      expectBad(answer, good, limits);
      await hub.behave({ customers: { kind: 'well' } });
      expect((await well(ASKED)).body.data).toEqual(good.body.data);
    });
  });

  if (!setup.db2) {
    describe('of the account ledger (Db2)', () => {
      const ASKED = query('account { iban type balance } operation { bookedOn amount }');

      it.each<[string, BadDay]>([
        ['does not begin to answer', 'hang'],
        ['answers too slowly', 'drip'],
        ['sends something else, of which more seems to come', 'garbage'],
      ])('%s', async (_day, day) => {
        const good = await well(ASKED);
        expect(good.body.errors).toBeUndefined();
        hub.ledger?.misbehave(day);
        const answer = await hub.ask('adviser', ASKED, FIRST);
        const limits = {
          source: 'account-ledger',
          code: 'SOURCE_TIMEOUT',
          missing: ['account', 'operation'],
        };
        expectBad(answer, good, limits);
        hub.ledger?.misbehave(undefined);
        expect((await well(ASKED)).body.data).toEqual(good.body.data);
      });
    });
  }
}
