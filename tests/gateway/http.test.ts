import { createManifestFolder } from './persisted/folder';
import { hashOf } from '../../gateway/persisted/manifest';
import { openHub, type OpenHub } from './world/open-hub';
import { resetWorld } from './world/subgraphs';

const folder = createManifestFolder();
const REGISTERED = 'query Registered { file(id: "1") { title } }';

describe('over HTTP, the gateway', () => {
  let open: OpenHub;
  beforeAll(async () => {
    folder.place('held.json', REGISTERED);
    open = await openHub('one process', {
      env: { HUB_OPERATIONS_DIR: folder.dir, HUB_OPERATIONS_CLIENTS: 'held=enforce,anonymous=enforce' },
    });
  });
  beforeEach(() => resetWorld(open.world));
  afterAll(async () => {
    await open.close();
    folder.remove();
  });

  const send = async (init: RequestInit & { search?: string } = {}): Promise<Response> =>
    fetch(`${open.url}${init.search ?? ''}`, {
      ...init,
      headers: {
        authorization: `Bearer ${await open.issuer.token()}`,
        ...(init.headers as Record<string, string>),
      },
    });
  const json = { 'content-type': 'application/json' };
  const post = (body: string, headers: Record<string, string> = json): Promise<Response> =>
    send({ method: 'POST', headers, body });
  const sentence = async (response: Response): Promise<string | undefined> =>
    ((await response.json()) as { errors?: { message: string }[] }).errors?.[0]?.message;

  it.each<[string, () => Promise<Response>, number, string]>([
    ['malformed JSON', () => post('{"query":'), 400, 'The body is not valid JSON.'],
    ['an empty body', () => post(''), 400, 'The request has no body.'],
    [
      'a list',
      () => post('[{"query":"{__typename}"}]'),
      400,
      'Batched requests are not accepted: send one operation.',
    ],
    ['a number', () => post('1'), 400, 'The body is not a JSON object.'],
    ['no query', () => post('{}'), 400, '"query" must be a non-empty string.'],
    [
      'variables that are a text',
      () => post('{"query":"{__typename}","variables":"{}"}'),
      400,
      '"variables" must be a JSON object.',
    ],
    [
      'a body that is no UTF-8',
      () => send({ method: 'POST', headers: json, body: Buffer.from([0x7b, 0xff]) }),
      400,
      'The body is not valid UTF-8.',
    ],
    [
      'a form',
      () => post('query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'The body must be JSON in UTF-8: send "Content-Type: application/json".',
    ],
    [
      'another encoding',
      () => post('{}', { 'content-type': 'application/json; charset=latin1' }),
      415,
      'The body must be JSON in UTF-8: send "Content-Type: application/json".',
    ],
    [
      'an unknown compression',
      () => post('{}', { ...json, 'content-encoding': 'lzma' }),
      415,
      'The body is compressed in a way that is not understood.',
    ],
    ['PUT', () => send({ method: 'PUT' }), 405, 'GraphQL is answered over POST, queries over GET too.'],
    [
      'a mutation over GET',
      () =>
        send({
          search: `?query=${encodeURIComponent('mutation { rename(id: "1", title: "x") { title } }')}`,
        }),
      405,
      'Only queries are answered over GET: send it with POST.',
    ],
    [
      'a parameter twice',
      () => send({ search: '?query={__typename}&query={__typename}' }),
      400,
      'The parameter "query" is given more than once.',
    ],
    [
      'variables in the URL that are no JSON',
      () => send({ search: '?query={__typename}&variables={' }),
      400,
      'The parameter "variables" is not valid JSON.',
    ],
    [
      'a media type that we do not write',
      () => post('{"query":"{__typename}"}', { ...json, accept: 'text/html' }),
      406,
      'This address answers application/json or application/graphql-response+json.',
    ],
    [
      'a persisted query',
      () => post('{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"a"}}}'),
      200,
      'PersistedQueryNotFound',
    ],
  ])('refuses %s', async (_, ask, status, message) => {
    const response = await ask();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await sentence(response)).toBe(message);
    expect(open.world.visits.files).toBe(0);
  });

  it('names the methods that it takes', async () => {
    expect((await send({ method: 'DELETE' })).headers.get('allow')).toBe('GET, POST');
    const mutation = await send({ search: `?query=${encodeURIComponent('mutation { __typename }')}` });
    expect(mutation.headers.get('allow')).toBe('POST');
  });

  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json'],
    ['application/graphql-response+json;q=0.5, application/json', 'application/json'],
    ['text/html, */*;q=0.1', 'application/json'],
  ])('answers a client that accepts %s with %s', async (accept, expected) => {
    const response = await post('{"query":"{__typename}"}', { ...json, ...(accept ? { accept } : {}) });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(`${expected}; charset=utf-8`);
    expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
  });

  it.each<[string, object, string]>([
    [
      'a document that is none',
      { query: '{ file(id: "FR76SECRET" ' },
      'The document is not valid GraphQL at line 1, column 25.',
    ],
    ['an unknown field', { query: '{ fil }' }, 'Cannot query field "fil" on type "Query".'],
    [
      'a literal of another type',
      { query: '{ files(first: "FR76SECRET") { title } }' },
      'A value in the document is not what its place expects.',
    ],
    [
      'an unknown enum value',
      { query: '{ search(filter: { shade: DARKE }) { title } }' },
      'A value in the document is not what its place expects.',
    ],
    [
      'a wrong variable',
      {
        query: 'query($i: Filter) { search(filter: $i) { title } }',
        variables: { i: { shade: 'FR76SECRET' } },
      },
      'Invalid value for $i at i.shade.',
    ],
    [
      'a wrong member of a list',
      {
        query: 'query($i: Filter) { search(filter: $i) { title } }',
        variables: { i: { limits: [1, 'FR76SECRET'] } },
      },
      'Invalid value for $i at i.limits[1].',
    ],
    [
      'an unknown input field',
      {
        query: 'query($i: Filter) { search(filter: $i) { title } }',
        variables: { i: { shad: 'FR76SECRET' } },
      },
      'Invalid value for $i.',
    ],
    [
      'a variable that is missing',
      { query: 'query($id: ID!) { file(id: $id) { title } }' },
      'Missing value for $id.',
    ],
    [
      'a variable that is null',
      { query: 'query($id: ID!) { file(id: $id) { title } }', variables: { id: null } },
      'Invalid value for $id: it must not be null.',
    ],
    [
      'several operations and no name',
      { query: 'query A { __typename } query B { __typename }' },
      'The document holds several operations: say which one with "operationName".',
    ],
    [
      'an unknown operation',
      { query: 'query A { __typename }', operationName: 'C' },
      'The document has no operation of that name.',
    ],
    [
      '@defer',
      { query: '{ ... @defer { __typename } }' },
      '@defer is not supported: the answer comes in one piece.',
    ],
    [
      'a subscription',
      { query: 'subscription { fileChanged(id: 1) { id } }' },
      'Subscriptions are sent to /graphql/stream.',
    ],
  ])('says in one sentence what is wrong with %s', async (_, body, message) => {
    const response = await post(JSON.stringify(body), {
      ...json,
      accept: 'application/graphql-response+json',
    });
    const text = await response.text();
    const { errors, ...rest } = JSON.parse(text) as { errors: { message: string }[] };
    expect(errors[0]?.message).toBe(message);
    expect(response.status).toBe(400);
    expect(rest).toEqual({});
    expect(text).not.toContain('FR76SECRET');
    expect(text).not.toMatch(/did you mean/i);
    expect(text).not.toContain('DARK"');
  });

  it('answers queries over GET', async () => {
    const search = `?query=${encodeURIComponent('query Q($id: ID!) { file(id: $id) { title } }')}&operationName=Q&variables=${encodeURIComponent('{"id":"2"}')}`;
    expect(await (await send({ search })).json()).toMatchObject({ data: { file: { title: 'Title 2' } } });
  });

  it('answers a text by its hash once it was sent with it, over GET too, and lets nobody keep the answer', async () => {
    const query = 'query ByHash { file(id: 1) { title } }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: hashOf(query) } };
    const byHash = () => send({ search: `?extensions=${encodeURIComponent(JSON.stringify(extensions))}` });
    const unknown = await byHash();
    expect([unknown.status, await unknown.json()]).toEqual([
      200,
      { errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] },
    ]);
    expect((await post(JSON.stringify({ query, extensions }))).status).toBe(200);
    const known = await byHash();
    expect(await known.json()).toMatchObject({ data: { file: { title: 'Title 1' } } });
    expect(known.headers.get('cache-control')).toBe('no-store');
    expect(await (await fetch(`${open.hub.url}/metrics`)).text()).toMatch(
      /hub_persisted_queries_total\{result="hit"\} \d/,
    );
  });

  it('holds a client, and whoever shows no token, to the operations that are registered', async () => {
    const held = { claims: { client_id: 'held' } };
    const authorization = `Bearer ${await open.issuer.token(held)}`;
    const byId = await fetch(`${open.url}?documentId=${hashOf(REGISTERED)}`, { headers: { authorization } });
    expect(await byId.json()).toMatchObject({ data: { file: { title: 'Title 1' } } });
    const refused = {
      errors: [
        {
          message: 'This operation is not registered for this application.',
          extensions: { code: 'OPERATION_NOT_REGISTERED' },
        },
      ],
    };
    const other = await open.ask('{ __schema { types { name } } }', { token: held });
    expect([other.status, other.body]).toEqual([400, refused]);
    const anybody = await fetch(`${open.hub.url}/public/graphql`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ query: REGISTERED }),
    });
    expect([anybody.status, await anybody.json()]).toEqual([400, refused]);
    const metrics = await (await fetch(`${open.hub.url}/metrics`)).text();
    for (const client of ['held', 'anonymous']) {
      expect(metrics).toContain(`hub_unregistered_operations_total{client="${client}",mode="enforce"} `);
    }
  });

  it('does not show the query plan to whoever asks for it', async () => {
    const response = await post('{"query":"{ file(id: 1) { title } }"}', {
      ...json,
      'apollo-query-plan-experimental': '1',
    });
    expect(Object.keys(((await response.json()) as { extensions: object }).extensions)).toEqual(['sources']);
  });

  it('gives each request an id, its own where that is of a known form', async () => {
    const idOf = async (sent: string): Promise<string | null> =>
      (await post('{"query":"{__typename}"}', { ...json, 'x-request-id': sent })).headers.get('x-request-id');
    const own = '0f8fad5b-d9cb-469f-a165-70867728950e';
    expect(await idOf(own)).toBe(own);
    for (const odd of [
      '000000000001',
      'm.durand@mail.example',
      'FR7630006000011234567890189',
      'x'.repeat(500),
    ]) {
      expect(await idOf(odd)).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
    }
  });

  it('writes one log line per request, without anything of its content', async () => {
    open.log.length = 0;
    await open.ask('query FindFile($id: ID!) { file(id: $id) { title owner { email } } }', {
      variables: { id: '77' },
      token: { claims: { sub: 'subject-of-someone', customer_number: '000000000001' } },
    });
    expect(open.log).toHaveLength(1);
    const line = open.log[0] ?? '';
    expect(JSON.parse(line)).toMatchObject({
      msg: 'graphql',
      method: 'POST',
      status: 200,
      operation: 'FindFile',
      type: 'query',
      client: 'app-1',
      purpose: 'reading',
    });
    for (const inside of ['77', 'subject-of-someone', '000000000001', 'mail.example', 'Title', 'title']) {
      expect(line.replace(/"(time|pid|ms|requestId|document|hostname)":("[^"]*"|\d+)/g, '')).not.toContain(
        inside,
      );
    }
  });

  it('is healthy, ready and counted', async () => {
    await open.ask('{ file(id: "1") { owner { name } } boom }');
    expect(await (await fetch(`${open.hub.url}/healthz`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${open.hub.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      {
        status: 'ready',
        checks: {
          process: 'ok',
          'identity-provider': 'ok',
          'subgraph files': 'ok',
          'subgraph persons': 'ok',
          store: 'ok',
          operations: 'ok',
        },
      },
    ]);
    const metrics = await (await fetch(`${open.hub.url}/metrics`)).text();
    expect(metrics).toMatch(/hub_http_requests_total\{route="\/graphql",status="200"\} \d+/);
    expect(metrics).toMatch(/hub_source_calls_total\{source="person-file"\} \d+/);
    expect(metrics).toMatch(/hub_graphql_errors_total\{code="INTERNAL_SERVER_ERROR"\} \d+/);
    expect(metrics).toContain('hub_operation_seconds_bucket');
    expect(metrics).toMatch(/hub_document_bytes \d{4}/);
    expect(metrics).not.toContain('user-1');
  });

  it('is not ready when the system behind a subgraph is down, and says which', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    open.world.personsDown = true;
    const ready = await fetch(`${open.hub.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      status: 'not ready',
      checks: { 'subgraph files': 'ok', 'subgraph persons': 'SOURCE_UNAVAILABLE' },
    });
  });

  it('has nothing at other addresses', async () => {
    const response = await fetch(`${open.hub.url}/admin`);
    expect([response.status, await sentence(response)]).toEqual([404, 'There is nothing at this address.']);
    expect(response.headers.get('x-powered-by')).toBeNull();
  });
});
