import type { SqlStore } from '../../../schema/ports/store';
import { createStandings } from '../../../subgraphs/privacy/standing.reader';
import { until } from '../../gateway/world/until';
import { openTestStore } from '../../harness/test-store';

const CUSTOMER = '000000000001';
const NOBODY = { restricted: false, objected: [] };

const RESTRICT = `insert into privacy.restriction (customer_number, ground, reason, starts_at, recorded_at)
  values ($1, 'ACCURACY_CONTESTED', 'asked', $2, $2)`;

let store: SqlStore;
let now = new Date('2026-11-20T12:00:00.000Z');

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const open = () => createStandings(async () => store, { now: () => now });

describe('standings where the store is in this process alone', () => {
  it('are in mind once they were read, and each change is known to whoever asks after it was made', async () => {
    const standings = open();
    expect(standings.known?.(CUSTOMER)).toBeUndefined();
    await standings.standingsOf([CUSTOMER]);
    await until(() => standings.known?.(CUSTOMER) !== undefined);
    expect(standings.known?.(CUSTOMER)).toEqual(NOBODY);

    await store.query(RESTRICT, [CUSTOMER, now.toISOString()]);
    expect(standings.known?.(CUSTOMER)).toBeUndefined();
    expect((await standings.standingsOf([CUSTOMER])).get(CUSTOMER)?.restricted).toBe(true);
    await until(() => standings.known?.(CUSTOMER) !== undefined);
    expect(standings.known?.(CUSTOMER)).toEqual({ restricted: true, objected: [] });
    expect(standings.known?.('000000000002')).toEqual(NOBODY);

    await store.transaction((session) =>
      session.query('update privacy.restriction set ends_at = $1, end_reason = $2', [
        now.toISOString(),
        'settled',
      ]),
    );
    expect(standings.known?.(CUSTOMER)).toBeUndefined();
    await until(() => standings.known?.(CUSTOMER) !== undefined);
    expect(standings.known?.(CUSTOMER)).toEqual(NOBODY);
  });

  it('begin and end by the clock, as the tables say it', async () => {
    const standings = open();
    await standings.standingsOf([CUSTOMER]);
    await store.query(
      `insert into privacy.objection (customer_number, purpose, reason, starts_at, ends_at, recorded_at)
       values ($1, 'satisfaction_survey', 'asked', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z', '2026-11-20T00:00:00Z')`,
      [CUSTOMER],
    );
    await until(() => standings.known?.(CUSTOMER) !== undefined);
    for (const instant of [
      '2026-11-20T23:59:59.999Z',
      '2026-11-21T00:00:00.000Z',
      '2026-11-21T23:59:59.999Z',
      '2026-11-22T00:00:00.000Z',
    ]) {
      now = new Date(instant);
      const told = (await standings.standingsOf([CUSTOMER])).get(CUSTOMER) ?? NOBODY;
      expect(standings.known?.(CUSTOMER)).toEqual(told);
      expect(told.objected).toEqual(instant.startsWith('2026-11-21') ? ['satisfaction_survey'] : []);
    }
  });
});
