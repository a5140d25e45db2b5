import { createClient } from 'graphql-sse';
import type { TokenChanges } from '../world/issuer';
import { openStream, type OpenedStream } from './read-events';

const FOLLOW = 'subscription Follow($id: ID!) { fileChanged(id: $id) { id title } }';

/** A hub whose files change, and who asks it. */
interface Stage {
  readonly url: () => string;
  /** Somebody new. */
  readonly someone: () => TokenChanges;
  readonly credentials: (token: TokenChanges) => Promise<Record<string, string>>;
  readonly change: (id: string) => void;
  readonly gone: (id: string) => void;
  /** What is left after each test. */
  readonly opened: OpenedStream[];
  readonly clock: { late: number };
}

/** What a stream that several subscriptions share promises, whichever way the subgraphs are reached. */
export function sharedStreamsSuite({ url, someone, credentials, change, gone, opened, clock }: Stage): void {
  const titled = (title: string) => ({ data: { fileChanged: { title } } });
  const told = (id: string, title: string) => ({ event: 'next', data: { id, payload: titled(title) } });

  async function request(method: string, token: TokenChanges, ticket?: string, at = ''): Promise<Response> {
    const headers = {
      ...(await credentials(token)),
      ...(ticket === undefined ? {} : { 'x-graphql-event-stream-token': ticket }),
    };
    return fetch(`${url()}${at}`, { method, headers });
  }
  const reserve = async (token: TokenChanges): Promise<string> => {
    const reserved = await request('PUT', token);
    expect(reserved.status).toBe(201);
    return reserved.text();
  };
  async function open(token: TokenChanges, ticket: string): Promise<OpenedStream> {
    const headers = { ...(await credentials(token)), 'x-graphql-event-stream-token': ticket };
    const stream = await openStream(url(), undefined, headers);
    opened.push(stream);
    return stream;
  }
  async function start(
    token: TokenChanges,
    ticket: string,
    operationId: unknown,
    id: string,
    query = FOLLOW,
  ) {
    const response = await fetch(url(), {
      method: 'POST',
      headers: {
        ...(await credentials(token)),
        'content-type': 'application/json',
        'x-graphql-event-stream-token': ticket,
      },
      body: JSON.stringify({ query, variables: { id }, extensions: { operationId } }),
    });
    return { status: response.status, text: await response.text() };
  }
  const begin = async () => {
    const token = someone();
    const ticket = await reserve(token);
    return { token, ticket, stream: await open(token, ticket) };
  };

  it('speaks the protocol of its clients: one connection, whatever they follow', async () => {
    const asked: string[] = [];
    const headers = await credentials(someone());
    const client = createClient({
      url: url(),
      singleConnection: true,
      headers: () => ({ ...headers, 'content-type': 'application/json' }),
      retryAttempts: 0,
      fetchFn: (at: string, init: RequestInit) => {
        asked.push(init.method ?? 'GET');
        return fetch(at, init);
      },
    });
    const [one, other] = ['21', '22'].map((id) => client.iterate({ query: FOLLOW, variables: { id } }));
    expect((await one?.next())?.value).toMatchObject(titled('Title 21'));
    expect((await other?.next())?.value).toMatchObject(titled('Title 22'));
    change('21');
    expect((await one?.next())?.value).toMatchObject(titled('Title 21!'));
    await one?.return?.();
    gone('22');
    expect((await other?.next())?.value).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    expect((await other?.next())?.done).toBe(true);
    client.dispose();
    expect(asked.filter((method) => method !== 'DELETE').sort()).toEqual(['GET', 'POST', 'POST', 'PUT']);
  });

  it('tells events apart by the names that the client gave, until it wants no more of one', async () => {
    const { token, ticket, stream } = await begin();
    expect((await start(token, ticket, 'a', '23')).status).toBe(202);
    expect((await start(token, ticket, 'b', '24')).status).toBe(202);
    expect([await stream.next(), await stream.next()]).toMatchObject([
      told('a', 'Title 23'),
      told('b', 'Title 24'),
    ]);
    expect((await request('DELETE', token, ticket, '?operationId=a')).status).toBe(200);
    expect((await request('DELETE', token, ticket, '?operationId=a')).status).toBe(404);
    change('23');
    change('24');
    expect(await stream.next()).toMatchObject(told('b', 'Title 24!'));
    gone('24');
    const over = { id: 'b', payload: { errors: [{ extensions: { code: 'NOT_FOUND' } }] } };
    expect([await stream.next(), await stream.next()]).toMatchObject([
      { event: 'next', data: over },
      { event: 'complete', data: { id: 'b' } },
    ]);
    expect((await start(token, ticket, 'b', '25')).status).toBe(202);
    expect(await stream.next()).toMatchObject(told('b', 'Title 25'));
  });

  it('is its caller’s alone, and opened once', async () => {
    const { token, ticket } = await begin();
    const other = someone();
    expect((await open(other, ticket)).status).toBe(404);
    expect((await start(other, ticket, 'a', '26')).status).toBe(404);
    expect((await request('DELETE', other, ticket, '?operationId=a')).status).toBe(404);
    expect((await open(token, ticket)).status).toBe(409);
    expect((await open(token, 'none')).status).toBe(404);
  });

  it.each([
    ['a name that is taken', 'a', FOLLOW, 409],
    ['no name', undefined, FOLLOW, 400],
    ['a query', 'b', '{ __typename }', 400],
    ['what is not in the graph', 'b', 'subscription { nothing }', 400],
  ])('refuses %s in the answer to the request', async (_, name, query, status) => {
    const { token, ticket, stream } = await begin();
    await start(token, ticket, 'a', '27');
    const refused = await start(token, ticket, name, '27', query);
    expect(refused.status).toBe(status);
    expect(JSON.parse(refused.text)).toMatchObject({ errors: [{ message: expect.any(String) as string }] });
    change('27');
    expect([await stream.next(), await stream.next()]).toMatchObject([
      told('a', 'Title 27'),
      told('a', 'Title 27!'),
    ]);
  });

  it('is used once it is open, by the methods that it knows', async () => {
    const token = someone();
    const ticket = await reserve(token);
    expect((await start(token, ticket, 'a', '28')).status).toBe(409);
    const patched = await request('PATCH', token, ticket);
    expect([patched.status, patched.headers.get('allow')]).toEqual([405, 'PUT, GET, POST, DELETE']);
    expect((await request('PUT', { claims: { exp: 1 } })).status).toBe(401);
  });

  it('takes a place of its caller’s, and one for each subscription', async () => {
    const { token, ticket, stream } = await begin();
    await start(token, ticket, 'a', '29');
    await start(token, ticket, 'b', '29');
    expect((await start(token, ticket, 'c', '29')).status).toBe(429);
    expect((await request('PUT', token)).status).toBe(429);
    await request('DELETE', token, ticket, '?operationId=a');
    expect((await start(token, ticket, 'c', '29')).status).toBe(202);
    stream.leave();
    // The server hears a little later that the client has left.
    while ((await request('PUT', token)).status === 429);
  });

  it('ends with the token, its subscriptions with the reason', async () => {
    const { token, ticket, stream } = await begin();
    await start(token, ticket, 'a', '30');
    await stream.next();
    clock.late = 3_600_000;
    expect(await stream.rest()).toMatchObject([
      {
        event: 'next',
        data: { id: 'a', payload: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } },
      },
      { event: 'complete', data: { id: 'a' } },
    ]);
  });
}
