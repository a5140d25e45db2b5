import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import { hashOf, ManifestError, type RegisteredOperation } from '../../../gateway/persisted/manifest';
import { narrow, openPipeline, registered } from './world';

const NUMBER = 'query Number { number }';
const FILE = 'query File($id: ID) {\n  file(id: $id)\n}\n';
const SECRET = 'query Secret { secret }';
const DATA = { status: 200, data: { number: null } };
const REFUSED = {
  status: 400,
  data: undefined,
  message: 'This operation is not registered for this application.',
  code: 'OPERATION_NOT_REGISTERED',
};

/** Two clients with operations of their own. */
async function opened(mode: 'off' | 'log' | 'enforce') {
  const pipeline = openPipeline({
    mode: { desk: mode, portal: mode, unknown: mode },
    operations: {
      desk: [registered(NUMBER), registered(FILE, 'file-1')],
      portal: [registered(SECRET)],
    },
  });
  await pipeline.safelist.load();
  return pipeline;
}

describe('registered operations, enforced', () => {
  it.each([
    ['the text', { query: NUMBER }],
    ['the text with other blanks and comments', { query: '# mine\nquery   Number{number,}' }],
    ['the text and its hash', { query: NUMBER, sha256Hash: hashOf(NUMBER) }],
    ['its hash', { sha256Hash: hashOf(NUMBER) }],
    ['its id', { documentId: hashOf(NUMBER) }],
    ['its id as GraphQL over HTTP writes hashes', { documentId: `sha256:${hashOf(NUMBER)}` }],
  ])('are answered by %s', async (_, sent) => {
    const { ask, executed } = await opened('enforce');
    expect(await ask(sent)).toMatchObject(DATA);
    expect(executed).toEqual([NUMBER]);
  });

  it.each([
    ['an id of its client’s choice', { documentId: 'file-1' }],
    ['that id, where a hash is expected', { sha256Hash: 'file-1' }],
    ['that id and the text', { sha256Hash: 'file-1', query: FILE }],
    ['the text’s hash all the same', { sha256Hash: hashOf(FILE) }],
  ])('are answered by %s', async (_, sent) => {
    const { ask } = await opened('enforce');
    expect(await ask(sent)).toMatchObject({ status: 200, data: { file: null } });
  });

  it.each([
    ['another text', { query: 'query Number { number secret }' }],
    ['another client’s text', { query: SECRET }],
    ['another client’s text and its hash', { query: SECRET, sha256Hash: hashOf(SECRET) }],
    ['another client’s id', { documentId: hashOf(SECRET) }],
    ['a question about the schema', { query: '{ __schema { types { name } } }' }],
    ['what is not GraphQL', { query: 'query Number { number' }],
  ])('leave everything else unread: %s', async (_, sent) => {
    const { ask, executed, unregistered } = await opened('enforce');
    expect(await ask(sent)).toEqual(REFUSED);
    expect(executed).toEqual([]);
    expect(unregistered.counts()).toEqual([{ client: 'desk', mode: 'enforce', count: 1 }]);
  });

  it.each([
    ['another client’s hash', { sha256Hash: hashOf(SECRET) }],
    ['nobody’s hash', { sha256Hash: hashOf('{ number }') }],
    ['nobody’s id', { sha256Hash: 'file-2' }],
  ])('ask for the text where there is only %s', async (_, sent) => {
    const { ask } = await opened('enforce');
    expect(await ask(sent)).toMatchObject({ status: 200, code: 'PERSISTED_QUERY_NOT_FOUND' });
  });

  it.each([
    ['a text with the hash of a registered one', { query: SECRET, sha256Hash: hashOf(NUMBER) }],
    ['a registered text with another one’s id', { query: NUMBER, sha256Hash: 'file-1' }],
    ['nothing', {}],
  ])('take nothing for what it is not: %s', async (_, sent) => {
    const { ask, executed } = await opened('enforce');
    expect(await ask(sent)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    expect(executed).toEqual([]);
  });

  it('are known by the hash of the client’s own blanks too, as long as they are registered', async () => {
    let operations = [registered(NUMBER)];
    const source = {
      revision: async () => String(operations.length),
      read: async () => new Map([['desk', operations]]),
    };
    const { ask, safelist, executed } = openPipeline({ mode: { desk: 'enforce' }, source });
    await safelist.load();
    const query = 'query Number {\n  number\n}\n';
    const sha256Hash = hashOf(query);
    expect(await ask({ sha256Hash })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
    expect(await ask({ sha256Hash, query })).toMatchObject(DATA);
    expect(await ask({ sha256Hash })).toMatchObject(DATA);
    expect(executed).toEqual([NUMBER, NUMBER]);
    const commented = `${NUMBER} # RC-2026-0000001`;
    expect(await ask({ sha256Hash: hashOf(commented), query: commented })).toMatchObject(DATA);
    expect(await ask({ sha256Hash: hashOf(commented) })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
    operations = [];
    await safelist.refresh();
    expect(await ask({ sha256Hash })).toEqual(REFUSED);
  });

  it('leave a client that registered nothing without any', async () => {
    const { ask } = await opened('enforce');
    expect(await ask({ query: NUMBER }, { client: 'unknown' })).toEqual(REFUSED);
  });

  it('are read by what exists for who sends them', async () => {
    const { ask } = await opened('enforce');
    expect(await ask({ documentId: 'file-1' }, { sees: narrow })).toMatchObject({
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
  });

  it('bind no text of the hub’s own', async () => {
    const { ask } = await opened('enforce');
    expect(await ask({ query: SECRET, own: true })).toMatchObject({ data: { secret: null } });
  });

  it('are not taken for missing while it is not known what is registered', async () => {
    let down = true;
    const source = {
      revision: async () => (down ? Promise.reject(new SourceUnavailable('store')) : '1'),
      read: async () => new Map([['desk', [registered(NUMBER)]]]),
    };
    const { ask, safelist, lines } = openPipeline({ mode: { desk: 'enforce', portal: 'log' }, source });
    await safelist.refresh();
    await safelist.refresh();
    expect(await ask({ query: NUMBER })).toMatchObject({ status: 503, code: 'SOURCE_UNAVAILABLE' });
    expect(await ask({ query: NUMBER }, { client: 'portal' })).toMatchObject(DATA);
    expect(await ask({ documentId: 'x' }, { client: 'portal' })).toMatchObject({ status: 503 });
    expect(lines).toHaveLength(1);
    down = false;
    await safelist.refresh();
    expect(await ask({ query: NUMBER })).toMatchObject(DATA);
  });
});

describe('registered operations, logged', () => {
  it('are answered by id, and whatever is not registered by its text', async () => {
    const { ask, unregistered } = await opened('log');
    expect(await ask({ documentId: 'file-1' })).toMatchObject({ status: 200, data: { file: null } });
    expect(await ask({ query: NUMBER })).toMatchObject(DATA);
    expect(unregistered.counts()).toEqual([]);
    expect(await ask({ query: SECRET })).toMatchObject({ status: 200, data: { secret: null } });
    expect(await ask({ documentId: 'file-2' })).toEqual(REFUSED);
    expect(unregistered.counts()).toEqual([{ client: 'desk', mode: 'log', count: 2 }]);
  });

  it('are counted where a hash stands for what is not registered', async () => {
    const { ask, unregistered } = await opened('log');
    const sha256Hash = hashOf(SECRET);
    expect(await ask({ sha256Hash })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
    await ask({ sha256Hash, query: SECRET });
    await ask({ sha256Hash });
    expect(unregistered.counts()).toEqual([{ client: 'desk', mode: 'log', count: 2 }]);
  });

  it('tell of others by client and hash, once each, and never by a word of theirs', async () => {
    const { ask, lines } = await opened('log');
    lines.length = 0;
    const query = 'query Mine { file(id: "RC-2026-0000001") }';
    await ask({ query });
    await ask({ query });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      msg: 'operation not registered',
      client: 'desk',
      mode: 'log',
      document: hashOf(query).slice(0, 16),
    });
    expect(lines.join('')).not.toMatch(/RC-2026|Mine|file/);
  });

  it('are counted by client only where somebody named the client', async () => {
    const { ask, unregistered } = await opened('log');
    await ask({ query: SECRET }, { client: 'unknown' });
    expect(unregistered.counts()).toEqual([{ client: 'other', mode: 'log', count: 1 }]);
  });
});

describe('registered operations, off', () => {
  it('are compared with nothing and known by no id', async () => {
    const { ask, unregistered } = await opened('off');
    expect(await ask({ query: SECRET })).toMatchObject({ data: { secret: null } });
    expect(await ask({ documentId: 'file-1' })).toEqual(REFUSED);
    expect(unregistered.counts()).toEqual([]);
  });
});

describe('what is registered', () => {
  it('counts as soon as it is read again, and what cannot be taken changes nothing', async () => {
    let revision = '1';
    let operations: readonly RegisteredOperation[] = [registered(NUMBER)];
    const source = {
      revision: async () => revision,
      read: async () => {
        if (operations.length === 0) throw new ManifestError(['operations[0].body: missing']);
        return new Map([['desk', operations]]);
      },
    };
    const { ask, safelist, lines } = openPipeline({ mode: { desk: 'enforce' }, source });
    await safelist.load();
    [revision, operations] = ['2', [registered(SECRET)]];
    expect(await ask({ query: SECRET })).toEqual(REFUSED);
    await safelist.refresh();
    expect(await ask({ query: SECRET })).toMatchObject({ status: 200 });
    expect(await ask({ query: NUMBER })).toEqual(REFUSED);
    [revision, operations] = ['3', []];
    lines.length = 0;
    await safelist.refresh();
    await safelist.refresh();
    expect(lines.map((line) => (JSON.parse(line) as { mistakes: unknown }).mistakes)).toEqual([
      ['operations[0].body: missing'],
    ]);
    expect(await ask({ query: SECRET })).toMatchObject({ status: 200 });
  });
});
