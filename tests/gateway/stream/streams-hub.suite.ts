import { type HubSetup, startTestHub, type TestHub } from '../../harness/hub';
import { openStream, type OpenedStream } from './read-events';

const FOLLOW = 'subscription Follow($id: ID!) { claimChanged(id: $id) { number status version } }';

/** Subscriptions of a whole hub, whichever way word of changes takes. */
export function streamsHubSuite(setup: HubSetup): void {
  let hub: TestHub;
  /** A claim that its customer and the adviser may see, and its key. */
  let id: string;
  const number = 'RC-2026-0000833';
  let key = 0;

  beforeAll(async () => {
    hub = await startTestHub(setup);
    id = await keyOf('customer', number);
  });
  afterAll(() => hub.close());

  const keyOf = async (actor: string, claim: string, purpose?: string): Promise<string> => {
    const { body } = await hub.ask(
      actor,
      'query ($number: String!) { claimByNumber(number: $number) { id } }',
      { number: claim },
      purpose === undefined ? {} : { 'x-access-purpose': purpose },
    );
    return (body.data as { claimByNumber: { id: string } }).claimByNumber.id;
  };
  const follow = async (
    actor: string,
    claim = id,
    headers: Readonly<Record<string, string>> = {},
    query = FOLLOW,
  ): Promise<OpenedStream> =>
    openStream(
      `${hub.url}/graphql/stream`,
      { query, variables: { id: claim } },
      { ...(await hub.credentials(actor)), ...headers },
    );
  const write = async (actor: string) => {
    key += 1;
    const { body } = await hub.ask(
      actor,
      'mutation ($id: ID!, $key: String!) { addClaimMessage(claimId: $id, text: "Any news?", idempotencyKey: $key) { message { text } } }',
      { id, key: `stream-${String(key).padStart(6, '0')}` },
    );
    return body;
  };

  it('tells a customer and an adviser what the claim is, and again when it has changed', async () => {
    const streams = await Promise.all([follow('customer'), follow('adviser')]);
    const seen: number[] = [];
    for (const stream of streams) {
      const first = await stream.next();
      expect(first?.data).toMatchObject({ data: { claimChanged: { number } } });
      seen.push(Number(first?.id));
    }
    expect((await write('customer')).errors).toBeUndefined();
    for (const [index, stream] of streams.entries()) {
      const event = await stream.next();
      expect(event?.data).toMatchObject({ data: { claimChanged: { number } } });
      expect(Number(event?.id)).toBeGreaterThan(seen[index] ?? Infinity);
      stream.leave();
    }
  });

  it('tells what was missed in between to whoever comes back, and nothing else', async () => {
    const first = await follow('customer');
    const { id: seen = '' } = (await first.next()) ?? {};
    first.leave();
    await write('customer');
    const again = await follow('customer', id, { 'last-event-id': seen });
    const missed = await again.next();
    expect(Number(missed?.id)).toBeGreaterThan(Number(seen));
    again.leave();
    const same = await follow('customer', id, { 'last-event-id': missed?.id ?? '' });
    await write('customer');
    expect(Number((await same.next())?.id)).toBeGreaterThan(Number(missed?.id));
    same.leave();
  });

  it('looks the same for a claim that one may not see and for one that does not exist', async () => {
    const others = await hub.store.query<{ number: string }>(
      "select number from claims.claim where customer_number <> '000000000001' and level = 'COMPLAINTS_SERVICE' order by seq limit 1",
    );
    const foreign = await keyOf('complaints-officer', others[0]?.number ?? '', 'complaint_handling');
    const [theirs, nobodys] = await Promise.all([
      follow('customer', foreign).then((stream) => stream.rest()),
      follow('customer', 'clm_none').then((stream) => stream.rest()),
    ]);
    expect(theirs[0]?.data).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    expect({ ...theirs[0]?.data, extensions: null }).toEqual({ ...nobodys[0]?.data, extensions: null });
    expect([theirs.length, nobodys.length]).toEqual([2, 2]);
  });

  it('shows each what the rules show them, and no subscription to whom the rules show none', async () => {
    const query = 'subscription ($id: ID!) { claimChanged(id: $id) { priority status } }';
    const stream = await follow('customer', id, {}, query);
    expect((await stream.next())?.data).toMatchObject({
      data: { claimChanged: { priority: null } },
      errors: [{ path: ['claimChanged', 'priority'], extensions: { code: 'FIELD_ACCESS_DENIED' } }],
    });
    stream.leave();
    const shown = '{ __schema { subscriptionType { fields { name } } } }';
    expect((await hub.ask('adviser', shown)).body.data).toEqual({
      __schema: { subscriptionType: { fields: [{ name: 'claimChanged' }] } },
    });
    expect((await hub.ask('compliance', shown)).body.data).toEqual({ __schema: { subscriptionType: null } });
  });
}
