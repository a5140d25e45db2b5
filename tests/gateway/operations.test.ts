import { until } from './world/until';
import { MODES, openHub, type OpenHub } from './world/open-hub';
import { resetWorld, SECRET } from './world/subgraphs';

const READER = { claims: { roles: ['reader'] } };
const PARTNER = { claims: { roles: ['partner:narrow'] } };

describe.each(MODES)('operations, with subgraphs %s', (mode) => {
  let open: OpenHub;
  beforeAll(async () => {
    open = await openHub(mode);
  });
  beforeEach(() => resetWorld(open.world));
  afterAll(() => open.close());

  it('join what several subgraphs know', async () => {
    const { status, body } = await open.ask('{ file(id: "1") { title owner { name email } } }');
    expect({ status, data: body.data }).toEqual({
      status: 200,
      data: { file: { title: 'Title 1', owner: { name: 'Name of p1', email: 'p1@mail.example' } } },
    });
    expect(body.errors).toBeUndefined();
  });

  it('ask a source once for all branches and aliases of one turn', async () => {
    const { body } = await open.ask(`{
      a: files(first: 40) { owner { name } reader { email } }
      b: files(first: 40) { reader { name } owner { phone } }
    }`);
    expect(body.errors).toBeUndefined();
    expect(open.world.batches.map((keys) => [...keys].sort())).toEqual([['p0', 'p1']]);
    expect(body.extensions?.sources).toMatchObject({ 'person-file': { calls: 1, keys: 2 } });
    expect(open.world.visits).toEqual({ files: 1, persons: 1 });
  });

  it('tell each caller what their rules allow, and never ask for the rest', async () => {
    const query = '{ file(id: "1") { owner { name mail: email } } }';
    const clerk = await open.ask(query);
    expect(clerk.body.data).toEqual({ file: { owner: { name: 'Name of p1', mail: 'p1@mail.example' } } });
    open.world.resolved.length = 0;
    const reader = await open.ask(query, { token: READER });
    expect(reader.status).toBe(200);
    expect(reader.body.data).toEqual({ file: { owner: { name: 'Name of p1', mail: null } } });
    expect(reader.body.errors).toEqual([
      {
        message: 'This field is not accessible to you.',
        path: ['file', 'owner', 'mail'],
        extensions: { code: 'FIELD_ACCESS_DENIED', coordinate: 'Person.email' },
      },
    ]);
    expect(open.world.resolved).toEqual(['name']);
  });

  it.each(['reader first', 'clerk first'])('never run another caller’s plan (%s)', async (order) => {
    const query = '{ files { owner { name email } } }';
    const callers = order === 'reader first' ? [READER, {}] : [{}, READER];
    for (const token of [...callers, ...callers]) {
      open.world.resolved.length = 0;
      const { body } = await open.ask(query, { token });
      const asked = open.world.resolved.includes('email');
      const shown = JSON.stringify(body.data).includes('@mail.example');
      expect({ asked, shown }).toEqual({ asked: token !== READER, shown: token !== READER });
    }
  });

  it('list what was masked', async () => {
    const { status, body } = await open.ask('{ file(id: "1") { owner { phone } } }');
    expect(status).toBe(200);
    expect(body.data).toEqual({ file: { owner: { phone: '•••78' } } });
    expect(body.extensions?.access).toEqual({ masked: ['Person.phone'] });
  });

  it('are refused whole for a partner who asks for what does not exist for them', async () => {
    const { status, body } = await open.ask('{ file(id: "1") { title owner { id name } } }', {
      token: PARTNER,
    });
    expect({ status, data: body.data, errors: body.errors }).toMatchObject({
      status: 400,
      errors: [
        {
          message: 'Cannot query field "name" on type "Person".',
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ],
    });
    expect(body.data).toBeUndefined();
    expect(open.world.visits).toEqual({ files: 0, persons: 0 });
  });

  it('are refused whole where nothing of them is allowed, and where a mutation is not theirs', async () => {
    const nothing = await open.ask('{ persons { name } }', { token: { claims: { roles: ['nobody'] } } });
    expect([nothing.status, nothing.body.errors?.[0]?.extensions.code]).toEqual([
      403,
      'OPERATION_ACCESS_DENIED',
    ]);
    expect(nothing.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    const mutation = await open.ask('mutation { rename(id: "1", title: "x") { id } }', {
      token: { claims: { scope: 'files:read' } },
    });
    expect(mutation.status).toBe(403);
    expect(mutation.headers.get('www-authenticate')).toContain('scope="files:write"');
    expect(open.world.visits).toEqual({ files: 0, persons: 0 });
  });

  it('change things with POST', async () => {
    const { body } = await open.ask('mutation { rename(id: "1", title: "x") { title } }');
    expect(body.data).toEqual({ rename: { title: 'x' } });
  });

  it('tell what is not there from what failed, and keep every inside inside', async () => {
    const { status, body, headers } = await open.ask(
      '{ gone: file(id: "900") { title } boom refused(reason: "FR7630006000011234567890189") here: file(id: "1") { title } }',
    );
    expect(status).toBe(200);
    expect(body.data).toEqual({ gone: null, boom: null, refused: null, here: { title: 'Title 1' } });
    expect([...(body.errors ?? [])].sort((a, b) => String(a.path).localeCompare(String(b.path)))).toEqual([
      {
        message: 'The hub could not answer this part because of an internal error.',
        path: ['boom'],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
      { message: 'File not found.', path: ['gone'], extensions: { code: 'NOT_FOUND' } },
      {
        message: 'reason: not today',
        path: ['refused'],
        extensions: { code: 'BAD_USER_INPUT', argument: 'reason' },
      },
    ]);
    const everything = JSON.stringify([body, [...headers], open.log]);
    for (const part of SECRET.split(' ')) expect(everything).not.toContain(part);
    expect(open.log.join('')).toContain('internal error');
  });

  it('name the source that is down and answer the rest', async () => {
    open.world.personsDown = true;
    const { status, body } = await open.ask('{ file(id: "1") { title owner { name } } }');
    expect(status).toBe(200);
    expect(body.data).toEqual({ file: { title: 'Title 1', owner: { name: null } } });
    expect(body.errors).toEqual([
      {
        message: 'The source "person-file" is not available.',
        path: ['file', 'owner'],
        extensions: { code: 'SOURCE_UNAVAILABLE', source: 'person-file' },
      },
    ]);
  });

  it('say it when a promised value is missing', async () => {
    const { status, body } = await open.ask('{ file(id: "1") { must } }');
    expect(status).toBe(200);
    expect(body.data).toEqual({ file: null });
    expect(body.errors).toHaveLength(1);
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
  });

  it('survive response keys that are names of object parts', async () => {
    const { body } = await open.ask(
      '{ __proto__: file(id: "1") { constructor: title toString: id owner { __proto__: name } } }',
    );
    expect(body.errors).toBeUndefined();
    expect(JSON.stringify(body.data)).toBe(
      '{"__proto__":{"constructor":"Title 1","toString":"1","owner":{"__proto__":"Name of p1"}}}',
    );
  });

  it('are given up when the client goes away', async () => {
    const gone = new AbortController();
    const asked = fetch(open.url, {
      method: 'POST',
      signal: gone.signal,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await open.issuer.token()}` },
      body: JSON.stringify({ query: '{ slow }' }),
    });
    await until(() => open.world.slow.length === 1);
    expect(open.world.slow[0]?.signal.aborted).toBe(false);
    gone.abort();
    await expect(asked).rejects.toThrow();
    await until(() => open.world.slow[0]?.signal.aborted === true);
  });

  it('are given up at their deadline, which is told', async () => {
    const hasty = await openHub(mode, { parts: { deadlineMs: 200 } });
    const { status, body } = await hasty.ask('{ slow file(id: "1") { title } }');
    expect(status).toBe(200);
    expect(body.errors?.map(({ extensions, path }) => ({ ...extensions, path }))).toContainEqual({
      code: 'SOURCE_TIMEOUT',
      source: 'files',
      timeoutMs: 200,
      path: ['slow'],
    });
    for (const { release } of hasty.world.slow) release();
    await hasty.close();
  });
});

it('gives the same answers both ways to run', async () => {
  const queries = [
    '{ files(first: 5) { id title owner { id name phone } related(first: 2) { reader { name } } } }',
    'query Q($id: ID!) { file(id: $id) { ...F } } fragment F on File { title owner { email } }',
    '{ persons { name email } file(id: "900") { title } }',
    '{ search(filter: { shade: DARK }) { id } boom }',
    '{ __schema { queryType { name } } __typename }',
  ];
  const answers = await Promise.all(
    MODES.map(async (mode) => {
      const open = await openHub(mode);
      const bodies = [];
      for (const query of queries) {
        for (const token of [{}, READER]) {
          const { body } = await open.ask(query, { token, variables: { id: '2' } });
          bodies.push({ data: body.data, errors: body.errors, access: body.extensions?.access });
        }
      }
      await open.close();
      return bodies;
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]).toHaveLength(10);
});

it('answers the rest when a subgraph’s process is gone, and names it', async () => {
  const open = await openHub('over HTTP');
  await open.ask('{ persons { name } }');
  await open.stopSubgraph('persons');
  const { status, body } = await open.ask('{ files(first: 2) { title owner { name } } persons { name } }');
  expect(status).toBe(200);
  expect(body.data).toEqual({
    files: [
      { title: 'Title 1', owner: { name: null } },
      { title: 'Title 2', owner: { name: null } },
    ],
    persons: null,
  });
  expect(body.errors?.map(({ path, message }) => ({ path, message }))).toEqual(
    expect.arrayContaining([
      { path: ['files', 0, 'owner'], message: 'The source "persons" is not available.' },
      { path: ['files', 1, 'owner'], message: 'The source "persons" is not available.' },
      { path: ['persons'], message: 'The source "persons" is not available.' },
    ]),
  );
  const ready = await fetch(`${open.hub.url}/readyz`);
  expect(ready.status).toBe(503);
  await expect(ready.json()).resolves.toMatchObject({
    checks: { 'subgraph files': 'ok', 'subgraph persons': 'SOURCE_UNAVAILABLE' },
  });
  await open.close();
});
