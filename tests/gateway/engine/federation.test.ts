import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import type { SubgraphFetch } from '../../../gateway/execute/fetch';
import { createEngine } from '../../../gateway/execute/engine/engine';
import type { GraphRequest } from '../../../subgraphs/shared/graph-request';
import { differenceOf } from './difference';
import { type Runner, type Said, startRunner } from './run';
import { stockGateway } from './stock';
import { createFederatedWorld, type FederatedWorld } from './world';

const FAIR = { seed: 7, nulls: 0, errors: 0 };

describe('the engine', () => {
  let world: FederatedWorld;
  let stock: Runner;
  let engine: Runner;
  beforeAll(async () => {
    world = createFederatedWorld();
    stock = await startRunner(stockGateway, world.supergraph);
    engine = await startRunner(createEngine, world.supergraph);
  });
  afterAll(async () => {
    await stock.stop();
    await engine.stop();
  });

  describe('answers as @apollo/gateway does', () => {
    const both = async (query: string, variables: object = {}): Promise<Said> => {
      const said: Said[] = [];
      for (let seed = 1; seed <= 3; seed += 1) {
        for (const weather of [
          { seed, nulls: 0, errors: 0 },
          { seed, nulls: 5, errors: 0 },
          { seed, nulls: 9, errors: 9 },
        ]) {
          const fetch = world.fetch(weather);
          const ours = await engine.run(query, variables, fetch);
          const { unexplained } = differenceOf(await stock.run(query, variables, fetch), ours);
          if (unexplained) throw new Error(unexplained);
          said.push(ours);
        }
      }
      return said[0]!;
    };

    it.each<[string, string, object?]>([
      ['fields of several subgraphs', '{ topProducts { id name inStock reviews { body } description } }'],
      ['@requires', '{ topProducts { shipping } }'],
      ['@requires of nested fields', '{ topProducts { boxed } }'],
      ['@requires of lists and of inaccessible fields', '{ topProducts { stacked } }'],
      ['@requires of a third subgraph', '{ latest(first: 2) { author { greeting } } }'],
      ['@provides', '{ latest(first: 2) { product { name } } }'],
      ['@shareable', '{ shared topProducts { upc brand { code } warranty { months } } }'],
      ['@override', '{ topProducts { old } }'],
      ['several keys', '{ users { points id email } }'],
      [
        'nested keys, of which parts may be null',
        '{ lowStock { description warranty { months issuer { claims name } } } }',
      ],
      ['an interface as an object', '{ media { id title ratings reviews { stars } } someMedia { ratings } }'],
      [
        'the true type behind it',
        '{ latest(first: 3) { id } media { __typename ratings ... on Book { pages } ... on Movie { minutes } } }',
      ],
      [
        'interfaces',
        '{ nodes { __typename id name ... on Product { inStock } ... on Vendor { claims } } node(id: "2") { name } }',
      ],
      [
        'unions',
        '{ search { ... on Product { inStock } ... on Book { sequel { ratings } } ... on Vendor { best { shipping } } } }',
      ],
      ['lists of lists', '{ matrix { id inStock shipping } topProducts { grid pair { inStock } } }'],
      ['objects that have no key', '{ me { address { lines city { twin { name mayor { points } } } } } }'],
      ['scalars of their own', '{ topProducts { meta kind tags } }'],
      [
        'input objects and variables',
        'query ($f: Filter, $n: Int = 2) { search(filter: $f) { __typename } latest(first: $n) { id } }',
        { f: { words: ['a'], kind: 'TOY' } },
      ],
      [
        'conditions by variables',
        'query ($a: Boolean!, $b: Boolean! = true) { topProducts @include(if: $a) { id inStock @skip(if: $b) reviews @include(if: $b) { id } } shared @skip(if: $a) }',
        { a: true },
      ],
      [
        'conditions the other way',
        'query ($a: Boolean!, $b: Boolean! = true) { topProducts @include(if: $a) { id } shared @skip(if: $a) latest(first: 1) { product @skip(if: $b) { inStock } } }',
        { a: false, b: false },
      ],
      ['names of types', '{ t: __typename me { __typename k: __typename address { __typename } } }'],
      [
        'questions about the graph',
        '{ __schema { queryType { name } } s: shared __type(name: "Product") { fields { name } } }',
      ],
      [
        'changes in order',
        'mutation { a: rename(id: "1", name: "x") { inStock } review(product: "1") { author { points } } b: touch(id: "2") { id reviews { id } } }',
      ],
      [
        'one entity at many places',
        '{ users { friends { friends { id points reviews { product { inStock vendor { best { shipping } claims } } } } } } }',
      ],
    ])('on %s', async (_, query, variables = {}) => {
      const { data } = await both(query, variables);
      expect(data).toBeTruthy();
    });
  });

  it('answers in the order of the client’s keys', async () => {
    const query =
      '{ ... { shared } b: topProducts { inStock ... on Product { name } id } ...F a: me { id } } fragment F on Query { me { points id } }';
    const { data } = await engine.run(query, {}, world.fetch(FAIR));
    expect(Object.keys(data as object)).toEqual(['shared', 'b', 'me', 'a']);
    expect(Object.keys((data as { b: object[] }).b[0] ?? {})).toEqual(['inStock', 'name', 'id']);
    expect(Object.keys((data as { me: object }).me)).toEqual(['points', 'id']);
  });

  it('keeps aliases that every object seems to have', async () => {
    const query = '{ me { id __proto__: points toString: email constructor: address { __proto__: lines } } }';
    const fetch = world.fetch(FAIR);
    const { data } = await engine.run(query, {}, fetch);
    const { me } = data as { me: object };
    expect(Object.keys(me)).toEqual(['id', '__proto__', 'toString', 'constructor']);
    expect(JSON.stringify(data)).toBe(JSON.stringify((await stock.run(query, {}, fetch)).data));
    expect(({} as { lines?: unknown }).lines).toBeUndefined();
  });

  it('asks about each entity once', async () => {
    const asked: GraphRequest[] = [];
    const plain = world.fetch(FAIR);
    const fetch: SubgraphFetch = (subgraph, request) => {
      if (subgraph === 'inventory') asked.push(request);
      return plain(subgraph, request);
    };
    await engine.run(
      '{ latest(first: 9) { product { inStock } } users { reviews { product { inStock } } } }',
      {},
      fetch,
    );
    expect(asked.length).toBeGreaterThan(0);
    for (const { variables } of asked) {
      const ids = (variables?.representations as { id: string }[]).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  describe('puts an error', () => {
    const answering =
      (answers: Record<string, object | Error>): SubgraphFetch =>
      async (subgraph) => {
        const answer = answers[subgraph];
        if (answer instanceof Error) throw answer;
        return structuredClone(answer ?? {});
      };
    const products = {
      data: { topProducts: [{ __typename: 'Product', id: '1' }, null, { __typename: 'Product', id: '1' }] },
    };

    it('of one entity at each of its places', async () => {
      const inventory = {
        data: { _entities: [null] },
        errors: [{ message: 'gone', path: ['_entities', 0, 'shelf'] }],
      };
      const { errors, data } = await engine.run(
        '{ a: topProducts { shelf { row } } }',
        {},
        answering({ products, inventory }),
      );
      expect(errors.map(({ path }) => path)).toEqual([
        ['a', 0, 'shelf'],
        ['a', 2, 'shelf'],
      ]);
      expect(data).toEqual({ a: [{ shelf: null }, null, { shelf: null }] });
    });

    it('of all entities at each of them, not at a place of the subgraph’s own', async () => {
      const inventory = { data: null, errors: [{ message: 'gone', path: ['_entities'] }] };
      const { errors } = await engine.run(
        '{ topProducts { shelf { row } } }',
        {},
        answering({ products, inventory }),
      );
      expect(errors.map(({ path }) => path)).toEqual([
        ['topProducts', 0],
        ['topProducts', 2],
      ]);
    });

    it('at the right entity where others were not asked about', async () => {
      const found = {
        data: {
          search: [
            { __typename: 'Book', id: '0' },
            { __typename: 'Product', id: '3' },
          ],
        },
      };
      const inventory = {
        data: { _entities: [{ shelf: null }] },
        errors: [{ message: 'gone', path: ['_entities', 0, 'shelf'] }],
      };
      const { errors } = await engine.run(
        '{ search { ... on Product { shelf { row } } } }',
        {},
        answering({ products: found, inventory }),
      );
      expect(errors.map(({ path }) => path)).toEqual([['search', 1, 'shelf']]);
    });

    it('of a subgraph that does not answer at everything that it was asked', async () => {
      const inventory = new SourceUnavailable('inventory');
      const { errors, data, missing } = await engine.run(
        '{ topProducts { id inStock } }',
        {},
        answering({ products, inventory }),
      );
      expect(errors.map(({ path, code }) => [path, code])).toEqual([
        [['topProducts', 0], 'SOURCE_UNAVAILABLE'],
        [['topProducts', 2], 'SOURCE_UNAVAILABLE'],
      ]);
      expect(data).toEqual({ topProducts: [null, null, null] });
      expect(missing).toEqual([]);
    });

    it('for a promised value that is missing, though something else failed too', async () => {
      const failing = {
        data: { product: { id: null }, shared: null },
        errors: [{ message: 'gone', path: ['shared'] }],
      };
      const { data, missing } = await engine.run(
        '{ a: product(id: 1) { id } shared }',
        {},
        answering({ products: failing }),
      );
      expect(data).toEqual({ a: null, shared: null });
      expect(missing).toEqual(['["a","id"]']);
    });
  });

  describe('lets null take the place of', () => {
    const say = async (query: string, data: object): Promise<Said> =>
      engine.run(query, {}, async () => ({ data: structuredClone(data) as Record<string, unknown> }));

    it.each<[string, string, object, object | null, string[]]>([
      [
        'what holds a missing value',
        '{ node(id: 1) { id } }',
        { node: { __typename: 'Product', id: null } },
        { node: null },
        ['["node","id"]'],
      ],
      [
        'a list that promises its items',
        '{ matrix { tags } }',
        { matrix: [[{ tags: ['a', null] }, null], []] },
        { matrix: [null, []] },
        ['["matrix",0,0,"tags",1]', '["matrix",0,1]'],
      ],
      ['everything', '{ topProducts { id } }', { topProducts: null }, null, ['["topProducts"]']],
      [
        'a value that is none of its type',
        '{ shared topProducts { kind weight meta grid } }',
        { shared: 'x', topProducts: [{ kind: 'HIDDEN', weight: 1, meta: { a: 1 }, grid: [[1, 1.5]] }] },
        { shared: null, topProducts: [{ kind: null, weight: 1, meta: { a: 1 }, grid: [[1, null]] }] },
        ['["shared"]', '["topProducts",0,"grid",0,1]', '["topProducts",0,"kind"]'],
      ],
      [
        'what is no list',
        '{ topProducts { tags } }',
        { topProducts: [{ tags: 'a' }] },
        { topProducts: [{ tags: null }] },
        ['["topProducts",0,"tags"]'],
      ],
      [
        'what is no object',
        '{ topProducts { dims { w } } }',
        { topProducts: [{ dims: 3 }] },
        { topProducts: [{ dims: null }] },
        ['["topProducts",0,"dims"]'],
      ],
      [
        'an object of a type that cannot be there',
        '{ search { __typename } }',
        { search: [{ __typename: 'Review' }] },
        { search: null },
        ['["search",0]'],
      ],
    ])('%s', async (_, query, given, data, missing) => {
      const said = await say(query, given);
      expect(said.data).toEqual(data);
      expect([...said.missing]).toEqual(missing);
    });
  });

  it('waits for each change before it makes the next', async () => {
    const events: string[] = [];
    const plain = world.fetch(FAIR);
    const fetch: SubgraphFetch = async (subgraph, request) => {
      if (!request.query.startsWith('mutation')) return plain(subgraph, request);
      events.push(`${subgraph} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      events.push(`${subgraph} ends`);
      return plain(subgraph, request);
    };
    await engine.run(
      'mutation { a: touch(id: 1) { id } r: review(product: 1) { id } b: touch(id: 2) { id } }',
      {},
      fetch,
    );
    expect(events).toEqual([
      'products begins',
      'products ends',
      'reviews begins',
      'reviews ends',
      'products begins',
      'products ends',
    ]);
  });

  it('says that it does not defer', async () => {
    const { errors, data } = await engine.run('{ me { id ... @defer { points } } }', {}, world.fetch(FAIR));
    expect(data).toBeUndefined();
    expect(errors[0]?.message).toContain('Deferred answers are not supported');
  });

  it('keeps plans apart by the name of the operation', async () => {
    const query = 'query A { shared } query B { me { id } }';
    const fetch = world.fetch(FAIR);
    const [a, b] = [await engine.run(query, {}, fetch, 'A'), await engine.run(query, {}, fetch, 'B')];
    expect([Object.keys(a.data as object), Object.keys(b.data as object)]).toEqual([['shared'], ['me']]);
  });

  it('sends what does not depend on each other in one turn', async () => {
    const asked: string[] = [];
    const first: string[] = [];
    const plain = world.fetch(FAIR);
    const fetch: SubgraphFetch = async (subgraph, request) => {
      asked.push(subgraph);
      const answer = await plain(subgraph, request);
      if (first.length === 0) first.push(...asked);
      return answer;
    };
    await engine.run('{ topProducts { inStock } me { id points } latest(first: 1) { id } }', {}, fetch);
    expect(first.sort()).toEqual(['products', 'reviews', 'users']);
  });
});
