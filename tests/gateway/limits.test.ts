import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { costOf } from '../../gateway/plan/cost';
import { knownCostOf } from '../../gateway/plan/known-costs';
import { createDocumentReader } from '../../gateway/plan/document';
import { DEFAULT_LIMITS, type Limits } from '../../gateway/plan/limits';
import { workOf } from '../harness/work';
import { openHub, type OpenHub } from './world/open-hub';

const SMALL: Limits = {
  tokens: 400,
  depth: 6,
  fields: 40,
  aliases: 10,
  repeats: 5,
  cost: 200,
  bodyBytes: 5_000,
};

describe('limits', () => {
  let open: OpenHub;
  beforeAll(async () => {
    open = await openHub('one process', { parts: { limits: SMALL } });
  });
  afterAll(() => open.close());

  const nested = (depth: number): string => (depth === 0 ? '{ title }' : `{ related ${nested(depth - 1)} }`);
  const refusal = async (query: string, variables = {}) => {
    const { status, body } = await open.ask(query, { variables });
    return { status, errors: body.errors, data: body.data };
  };
  const tooLarge = (limit: string, message: string) => ({
    status: 400,
    data: undefined,
    errors: [{ message, extensions: { code: 'OPERATION_TOO_LARGE', limit } }],
  });

  it.each<[string, string, string]>([
    ['tokens', `{ __typename ${'a: __typename '.repeat(150)} }`, 'The operation has too many tokens.'],
    ['depth', `{ files ${nested(5)} }`, 'The operation is nested too deeply.'],
    [
      'fields',
      `{ files { ...A } } fragment A on File { ...B ...B } fragment B on File { ...C ...C } fragment C on File { ...D ...D }
       fragment D on File { ...E ...E } fragment E on File { title id must }`,
      'The operation selects too many fields.',
    ],
    [
      'aliases',
      `{ ${Array.from({ length: 11 }, (_, index) => `a${index}: __typename`).join(' ')} }`,
      'The operation has too many aliases.',
    ],
    ['repeats', `{ ${'__typename '.repeat(6)} }`, 'The operation repeats the same selection too often.'],
    [
      'cost',
      '{ files(first: 100) { related(first: 100) { title } } }',
      'The operation asks for too many values at once: ask for shorter pages.',
    ],
  ])('on %s: refused with 400 and one sentence that tells no number', async (limit, query, message) => {
    expect(await refusal(query)).toEqual(tooLarge(limit, message));
    expect(message).not.toMatch(/\d/);
  });

  it('on cost counts variables and their defaults', async () => {
    const query = 'query Q($n: Int = 100) { files(first: $n) { related(first: $n) { title } } }';
    expect((await refusal(query)).status).toBe(400);
    expect((await refusal(query, { n: 1_000 })).status).toBe(400);
    expect((await refusal(query, { n: 3 })).status).toBe(200);
  });

  it('on the body’s size: 413, whatever is sent after it', async () => {
    const response = await fetch(open.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await open.issuer.token()}` },
      body: JSON.stringify({ query: '{ __typename }', variables: { text: 'x'.repeat(6_000) } }),
    });
    expect(response.status).toBe(413);
    await expect(response.json()).resolves.toEqual({
      errors: [{ message: 'The request body is too large.', extensions: { code: 'OPERATION_TOO_LARGE' } }],
    });
  });

  it('hold for a compressed body once it is uncompressed', async () => {
    const { gzipSync } = await import('node:zlib');
    const response = await fetch(open.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        authorization: `Bearer ${await open.issuer.token()}`,
      },
      body: gzipSync(JSON.stringify({ query: '{ __typename }', variables: { text: 'x'.repeat(1_000_000) } })),
    });
    expect(response.status).toBe(413);
  });

  it('let an operation of ordinary size pass', async () => {
    expect((await refusal('{ files(first: 2) { title owner { name } } }')).status).toBe(200);
  });
});

describe('the usual limits', () => {
  const schema = buildSchema(`
    type Query { items(first: Int = 20): Connection, one: Item }
    type Connection { edges: [Edge] pageInfo: Info }
    type Info { more: Boolean }
    type Edge { node: Item cursor: String }
    type Item { name: String items(first: Int = 20): Connection tags: [Tag] text: String }
    type Tag { name: String }
  `);
  const reader = createDocumentReader(schema, DEFAULT_LIMITS);

  it('let the introspection of a client pass', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect(reader.read(getIntrospectionQuery({ inputValueDeprecation: true })).errors).toEqual([]);
  });

  it.each([
    ['one field again and again', `{ ${'one { name } '.repeat(1_900)} }`],
    [
      'one alias after the other',
      `{ ${Array.from({ length: 1_900 }, (_, i) => `a${i}: one { name }`).join(' ')} }`,
    ],
    ['deep nesting', `{ one ${'{ items { edges { node '.repeat(600)} { name } ${'} } }'.repeat(600)} }`],
    [
      'fragments that double',
      `{ one { ...F0 } } ${Array.from({ length: 60 }, (_, i) => `fragment F${i} on Item { name ...F${i + 1} ...F${i + 1} }`).join(' ')}
       fragment F60 on Item { name }`,
    ],
    [
      'fragments that spread themselves',
      '{ one { ...F } } fragment F on Item { name ...G } fragment G on Item { ...F }',
    ],
    ['many words', `{ ${'name '.repeat(20_000)} }`],
    ['many arguments', `{ one(${'a: 1 '.repeat(1_900)}) { name } }`],
  ])('refuse %s with little work', (_, text) => {
    const { work, result } = workOf(() => reader.read(text));
    expect(result.errors.length).toBeGreaterThan(0);
    expect(work).toBeLessThan(2_000);
  });

  it('remember a refusal as well as a document', () => {
    const refused = reader.read('{ nothing }');
    expect(reader.read('{ nothing }')).toBe(refused);
    const good = reader.read('{ one { name } }');
    expect(reader.read('{ one { name } }')).toBe(good);
  });

  it.each([
    ['{ one { name text } }', 3],
    ['{ one { tags { name } } }', 1 + 1 + 5],
    [
      '{ items(first: 50) { edges { node { name } cursor } pageInfo { more } } }',
      1 + (1 + 50 * (1 + 1 + 1)) + 2,
    ],
    ['{ items { edges { node { name } } } }', 1 + (1 + 20 * 2)],
    ['{ items(first: 10) { ...C } } fragment C on Connection { edges { node { name } } }', 1 + (1 + 10 * 2)],
  ])('count what %s may make the hub look up', (text, cost) => {
    const document = parse(text);
    const operation = document.definitions[0] as OperationDefinitionNode;
    expect(costOf(schema, document, operation, {})).toBe(cost);
  });

  it('count anew what other variables make of a document that is known', () => {
    const document = parse(
      'query Q($n: Int = 7, $m: Int) { a: items(first: $n) { edges { node { name } } } b: items(first: $m) { edges { node { name } } } }',
    );
    const operation = document.definitions[0] as OperationDefinitionNode;
    const all = [{}, { n: 3 }, { m: 3 }, { n: null }, { n: 30, m: 4 }, { n: 3, m: 4 }, { n: 3, m: '' }, {}];
    const costs = all.map((variables) => knownCostOf(schema, document, operation, variables));
    expect(costs).toEqual(all.map((variables) => costOf(schema, document, operation, variables)));
    expect(new Set(costs).size).toBe(6);
  });
});
