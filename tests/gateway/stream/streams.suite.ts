import { createClient } from 'graphql-sse';
import { credentialHeaders } from '../../../mocks/oidc/proof';
import { type Mode, type OpenHub, openHub } from '../world/open-hub';
import { resetWorld } from '../world/subgraphs';
import type { TokenChanges } from '../world/issuer';
import { openStream, type OpenedStream } from './read-events';
import { sharedStreamsSuite } from './shared-streams.suite';

const FOLLOW = 'subscription Follow($id: ID!) { fileChanged(id: $id) { id title } }';

/** What the address of subscriptions promises, whichever way the subgraphs are reached. */
export function streamsSuite(mode: Mode): void {
  const clock = { late: 0, now: () => new Date(Date.now() + clock.late) };
  let hub: OpenHub;
  let url: string;
  const opened: OpenedStream[] = [];

  beforeAll(async () => {
    hub = await openHub(mode, { env: { HUB_STREAMS_PER_CALLER: '3' }, parts: { clock } });
    url = `${hub.url}/stream`;
  });
  afterEach(async () => {
    for (const stream of opened.splice(0)) stream.leave();
    clock.late = 0;
    resetWorld(hub.world);
  });
  afterAll(() => hub.close());

  const credentials = async (token?: TokenChanges, proofUrl = url) =>
    credentialHeaders(await hub.issuer.token(token), hub.issuer.holder, { method: 'POST', url: proofUrl });
  let callers = 0;
  /** Somebody new, so that places of others do not count. */
  const someone = (): TokenChanges => ({ claims: { sub: `user-${(callers += 1)}` } });
  async function follow(
    id: string,
    {
      token = someone(),
      headers = {},
      query = FOLLOW,
    }: { token?: TokenChanges; headers?: Record<string, string>; query?: string } = {},
  ): Promise<OpenedStream> {
    const stream = await openStream(
      url,
      { query, variables: { id } },
      { ...(await credentials(token)), ...headers },
    );
    opened.push(stream);
    return stream;
  }
  const change = (id: string) => hub.world.changed.set(id, (hub.world.changed.get(id) ?? 0) + 1);
  const titled = (title: string) => ({ data: { fileChanged: { title } } });

  it('tells what is there, and again when it has changed, whoever changed it', async () => {
    const stream = await follow('1');
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.headers.get('cache-control')).toBe('no-store');
    expect(await stream.next()).toMatchObject({ event: 'next', id: '1', data: titled('Title 1') });
    await hub.ask('mutation { rename(id: 1, title: "x") { id } }');
    expect(await stream.next()).toMatchObject({ event: 'next', id: '2', data: titled('Title 1!') });
    change('1');
    expect(await stream.next()).toMatchObject({ event: 'next', id: '3', data: titled('Title 1!!') });
  });

  it('speaks the protocol of its clients', async () => {
    const client = createClient({
      url,
      headers: async () => ({ ...(await credentials(someone())) }),
      retryAttempts: 0,
    });
    const events = client.iterate({ query: FOLLOW, variables: { id: '2' } });
    expect((await events.next()).value).toMatchObject(titled('Title 2'));
    hub.world.gone.add('2');
    expect((await events.next()).value).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    expect((await events.next()).done).toBe(true);
    client.dispose();
  });

  it('goes on where a client left: what it has seen is not told again, what it missed is', async () => {
    change('3');
    const seen = await follow('3', { headers: { 'last-event-id': '2' } });
    change('3');
    expect(await seen.next()).toMatchObject({ id: '3' });
    expect(seen.heartbeats()).toBeGreaterThan(0);
    const missed = await follow('3', { headers: { 'last-event-id': '2' } });
    expect(await missed.next()).toMatchObject({ id: '3', data: titled('Title 3!!') });
    const odd = await follow('3', { headers: { 'last-event-id': 'x' } });
    expect(await odd.next()).toMatchObject({ id: '3' });
  });

  it('ends with the error of a query where there is nothing that the caller may see', async () => {
    const events = await (await follow('101')).rest();
    expect(events).toMatchObject([
      { event: 'next', data: { data: { fileChanged: null }, errors: [{ path: ['fileChanged'] }] } },
      { event: 'complete', data: null },
    ]);
    expect(events[0]?.data).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    expect(events[0]?.id).toBeUndefined();
  });

  it('shows what a query would show: fields are withheld, and said to be', async () => {
    const query = 'subscription ($id: ID!) { fileChanged(id: $id) { owner { name phone email } } }';
    const token = { claims: { ...someone().claims, roles: ['reader'] } };
    const event = await (await follow('4', { query, token })).next();
    expect(event?.data).toMatchObject({
      data: { fileChanged: { owner: { name: 'Name of p0', phone: null, email: null } } },
      errors: [
        { extensions: { code: 'FIELD_ACCESS_DENIED' } },
        { extensions: { code: 'FIELD_ACCESS_DENIED' } },
      ],
    });
    expect(hub.world.resolved).toEqual(['name']);
  });

  it('records each event as a query of its caller', async () => {
    const before = hub.audit.records.length;
    const stream = await follow('5');
    await stream.next();
    change('5');
    await stream.next();
    const { records } = hub.audit;
    expect(records.slice(before).map(({ record }) => [record.operation.name, record.status])).toEqual([
      ['Follow', 200],
      ['Follow', 200],
    ]);
  });

  it('ends when the token does, with the reason as its last event', async () => {
    const stream = await follow('6');
    await stream.next();
    clock.late = 3_600_000;
    const [last, end, ...more] = await stream.rest();
    expect(last?.data).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect([end?.event, more]).toEqual(['complete', []]);
  });

  it('takes a partner’s proof once, for this address', async () => {
    const token: TokenChanges = { claims: { ...someone().claims, roles: ['partner:narrow'] } };
    const elsewhere = await openStream(
      url,
      { query: FOLLOW, variables: { id: '7' } },
      await credentials(token, hub.url),
    );
    expect(elsewhere.status).toBe(401);
    const shown = await credentials(token);
    const stream = await openStream(url, { query: FOLLOW, variables: { id: '7' } }, shown);
    opened.push(stream);
    expect(await stream.next()).toMatchObject({ data: titled('Title 7') });
    change('7');
    expect(await stream.next()).toMatchObject({ data: titled('Title 7!') });
    expect((await openStream(url, { query: FOLLOW, variables: { id: '7' } }, shown)).status).toBe(401);
  });

  it('has no more places for one caller than there are, and gives them back', async () => {
    const token = someone();
    const first = await follow('8', { token });
    for (let more = 0; more < 2; more += 1) await follow('8', { token });
    const refused = await follow('8', { token });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('5');
    first.leave();
    let again = await follow('8', { token });
    // The server hears a little later that the client has left.
    while (again.status === 429) again = await follow('8', { token });
    expect(again.status).toBe(200);
  });

  it.each([
    ['no token', 401, { headers: { authorization: '' } }],
    ['a purpose that the token does not allow', 403, { headers: { 'x-access-purpose': 'checking' } }],
    ['a body that other sites could send', 415, { headers: { 'content-type': 'text/plain' } }],
    ['another type of answer asked for', 406, { headers: { accept: 'application/json' } }],
  ])('refuses %s before anything is streamed', async (_, status, asked) => {
    const stream = await follow('9', asked);
    expect(stream.status).toBe(status);
    expect(stream.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('takes subscriptions over POST alone', async () => {
    const response = await fetch(`${url}?query=${encodeURIComponent(FOLLOW)}`, {
      headers: { ...(await credentials()), accept: 'text/event-stream' },
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it.each([
    ['a query', '{ __typename }', 'Here are subscriptions only.'],
    ['what is not in the graph', 'subscription { nothing }', 'Cannot query field'],
    [
      'two fields',
      'subscription { a: fileChanged(id: 1) { id } b: fileChanged(id: 2) { id } }',
      'only one top level field',
    ],
    [
      'a missing variable',
      FOLLOW.replace('$id: ID!', '$id: ID!, $x: Int!').replace(
        'id title',
        'id title related(first: $x) { id }',
      ),
      '$x',
    ],
  ])('says what is wrong with %s in an event, and ends', async (_, query, message) => {
    const [event, end] = await (await follow('10', { query })).rest();
    expect(JSON.stringify(event?.data)).toContain(message);
    expect(end?.event).toBe('complete');
  });

  it('counts what is open and what happened, without a word of what was told', async () => {
    const stream = await follow('11');
    await stream.next();
    const page = await (await fetch(`${hub.hub.url}/metrics`)).text();
    expect(page).toMatch(/^hub_streams_open [1-9]/m);
    expect(page).toMatch(/^hub_stream_events_total \d+/m);
    expect(page).toMatch(/^hub_streams_ended_total\{why="expired"\} 1/m);
    expect(page).not.toContain('Title');
  });

  describe('that several subscriptions share', () =>
    sharedStreamsSuite({
      url: () => url,
      someone,
      credentials,
      change,
      opened,
      clock,
      gone: (id) => hub.world.gone.add(id),
    }));
}
