import type { SqlStore } from '../../../schema/ports/store';
import { heardEverywhere, leaseStandings } from '../../../subgraphs/privacy/standing.leased';
import { createStandings } from '../../../subgraphs/privacy/standing.reader';
import { openTestStore } from '../../harness/test-store';

const CUSTOMER = '000000000001';
const NOBODY = { restricted: false, objected: [] };
const RESTRICTED = { restricted: true, objected: [] };
const AT = '2026-11-20T12:00:00.000Z';
const clock = { now: () => new Date(AT) };

const RESTRICT = `insert into privacy.restriction (customer_number, ground, reason, starts_at, recorded_at)
  select coalesce($1, (100000000000 + n)::text), 'ACCURACY_CONTESTED', 'asked', $2, $2 from generate_series(1, $3::int) as n`;

let embedded: SqlStore;
/** As a server's: other processes may change what is in it. */
let store: SqlStore;
let asked: string[] = [];
/** What happens between a statement and its answer. */
let meanwhile: () => Promise<unknown> = async () => undefined;
let elapsed = 0;

beforeAll(async () => {
  embedded = await openTestStore();
  const { listen: _listen, ...rest } = embedded;
  const query = async <Row>(...[text, values]: Parameters<SqlStore['query']>): Promise<Row[]> => {
    asked.push(text);
    const rows = await embedded.query<Row>(text, values);
    await meanwhile();
    return rows;
  };
  store = { ...rest, query };
  await createStandings(async () => store, clock).standingsOf([CUSTOMER]);
});
afterAll(() => embedded.close());
beforeEach(async () => {
  await embedded.query('truncate privacy.restriction, privacy.objection');
  meanwhile = async () => undefined;
  asked = [];
});

const restrict = (count = 1, customer: string | null = CUSTOMER) =>
  embedded.query(RESTRICT, [customer, AT, count]);

describe('standings where other processes change them', () => {
  const lease = () => leaseStandings(store, clock, () => elapsed);

  it('are in mind for half a second after the version was asked for, and cost one statement where nothing changed', async () => {
    const standings = lease();
    expect(standings.of(CUSTOMER)).toBeUndefined();
    await standings.renew();
    expect(asked).toHaveLength(2);
    elapsed += 499;
    await standings.renew();
    expect(standings.of(CUSTOMER)).toEqual(NOBODY);
    expect(asked).toHaveLength(2);
    elapsed += 1;
    expect(standings.of(CUSTOMER)).toBeUndefined();
    await Promise.all([standings.renew(), standings.renew()]);
    expect(standings.of(CUSTOMER)).toEqual(NOBODY);
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['made', () => restrict(), RESTRICTED],
    ['made and undone', () => restrict().then(() => embedded.query('truncate privacy.restriction')), NOBODY],
  ])('know of a change that was %s as soon as the version is asked for', async (_, change, expected) => {
    const standings = lease();
    await standings.renew();
    await change();
    elapsed += 500;
    await standings.renew();
    expect(standings.of(CUSTOMER)).toEqual(expected);
  });

  it('count from the question, however late its answer comes', async () => {
    const standings = lease();
    await standings.renew();
    elapsed += 500;
    meanwhile = async () => {
      await restrict();
      elapsed += 500;
    };
    await standings.renew();
    expect(standings.of(CUSTOMER)).toBeUndefined();
    meanwhile = async () => undefined;
    await standings.renew();
    expect(standings.of(CUSTOMER)).toEqual(RESTRICTED);
  });

  it('are not in mind where the store does not answer', async () => {
    const standings = lease();
    await standings.renew();
    elapsed += 500;
    meanwhile = () => Promise.reject(new Error('down'));
    await expect(standings.renew()).rejects.toThrow('down');
    expect(standings.of(CUSTOMER)).toBeUndefined();
  });

  it('are read by key where there are too many to be kept', async () => {
    await restrict(10_001, null);
    await restrict();
    const standings = createStandings(async () => store, clock);
    expect((await standings.standingsOf([CUSTOMER])).get(CUSTOMER)).toEqual(RESTRICTED);
    expect(standings.known?.(CUSTOMER)).toBeUndefined();
    asked = [];
    expect((await standings.standingsOf([CUSTOMER, '000000000002'])).get(CUSTOMER)).toEqual(RESTRICTED);
    expect(asked).toHaveLength(1);
  });

  it('are heeded by every process once a change is confirmed', async () => {
    const standings = createStandings(async () => store, clock);
    await standings.standingsOf([CUSTOMER]);
    await restrict();
    await heardEverywhere(store);
    expect(standings.known?.(CUSTOMER)).toBeUndefined();
    expect((await standings.standingsOf([CUSTOMER])).get(CUSTOMER)).toEqual(RESTRICTED);
  });
});
