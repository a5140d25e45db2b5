import { createEngine } from '../../../gateway/execute/engine/engine';
import type { SubgraphFetch } from '../../../gateway/execute/fetch';
import type { GraphRequest } from '../../../subgraphs/shared/graph-request';
import { type Runner, startRunner } from './run';
import { createFederatedWorld, type FederatedWorld } from './world';

const FAIR = { seed: 7, nulls: 0, errors: 0 };

/** Products at three places, each with what two other subgraphs know of them. */
const PRODUCTS_EVERYWHERE = `{
  topProducts { inStock reviews { id } }
  lowStock { price }
  latest(first: 9) { product { inStock shipping } }
}`;

describe('what goes to one subgraph', () => {
  let world: FederatedWorld;
  let engine: Runner;
  beforeAll(async () => {
    world = createFederatedWorld();
    engine = await startRunner(createEngine, world.supergraph);
  });
  afterAll(() => engine.stop());

  /** The world's own answers, but for what a test changes; notes what was asked. */
  const noting = (
    change: (subgraph: string, request: GraphRequest) => ReturnType<SubgraphFetch> | undefined = () =>
      undefined,
  ) => {
    const asked: { subgraph: string; request: GraphRequest }[] = [];
    const plain = world.fetch(FAIR);
    const fetch: SubgraphFetch = (subgraph, request) => {
      asked.push({ subgraph, request });
      return change(subgraph, request) ?? plain(subgraph, request);
    };
    return { asked, fetch };
  };
  const entities = (asked: ReturnType<typeof noting>['asked'], of: string): GraphRequest[] =>
    asked
      .filter(({ subgraph, request }) => subgraph === of && request.query.includes('_entities'))
      .map(({ request }) => request);

  it('travels in one request, wherever in the answer it belongs', async () => {
    const { asked, fetch } = noting();
    const { errors, missing } = await engine.run(PRODUCTS_EVERYWHERE, {}, fetch);
    expect([...errors, ...missing]).toEqual([]);
    const [together, ...others] = entities(asked, 'inventory');
    expect(others).toEqual([]);
    expect(together?.query.match(/_entities/g)?.length).toBeGreaterThan(1);
  });

  it('is answered apart where the failure of one part takes the others with it', async () => {
    const failing = (subgraph: string, { query }: GraphRequest): ReturnType<SubgraphFetch> | undefined =>
      subgraph === 'inventory' && query.includes('_e0:')
        ? Promise.resolve({ data: null, errors: [{ message: 'gone', path: ['_e0'] }] })
        : undefined;
    const { asked, fetch } = noting(failing);
    const query = '{ topProducts { shelf { row } } latest(first: 9) { product { shipping } } }';
    const { data, errors } = await engine.run(query, {}, fetch);
    expect(entities(asked, 'inventory').length).toBeGreaterThan(1);
    expect(errors.length).toBeGreaterThan(0);
    const failed = (errors[0]?.path as string[])[0];
    expect(new Set(errors.map(({ path }) => (path as string[])[0]))).toEqual(new Set([failed]));
    const other = failed === 'latest' ? /"row":\d/ : /"shipping":\d/;
    expect(JSON.stringify(data)).toMatch(other);
  });

  it('fails at every place of what was asked where the subgraph does not answer', async () => {
    const { fetch } = noting((subgraph) =>
      subgraph === 'inventory' ? Promise.reject(new Error('no answer')) : undefined,
    );
    const { errors } = await engine.run(
      '{ topProducts { shipping } latest(first: 9) { product { shipping } } }',
      {},
      fetch,
    );
    const roots = new Set(errors.map(({ path }) => (path as string[])[0]));
    expect(roots).toEqual(new Set(['topProducts', 'latest']));
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['INTERNAL_SERVER_ERROR']));
  });

  it('is not told of variables that belong to others', async () => {
    const { asked, fetch } = noting();
    const query = `query ($a: Int!, $b: Int, $representations: Int) {
      topProducts(first: $b) { inStock reviews(first: $a) { id } }
      latest(first: $a) { product { inStock shelf { row } label(size: $representations) } }
    }`;
    const { errors } = await engine.run(query, { a: 2, b: 1, representations: 3 }, fetch);
    expect(errors).toEqual([]);
    for (const { variables } of entities(asked, 'inventory'))
      expect(Object.keys(variables ?? {}).filter((name) => ['a', 'b'].includes(name))).toEqual([]);
  });

  it('waits for its own needs alone: a slow subgraph holds nothing else up', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const plain = world.fetch(FAIR);
    const { asked, fetch } = noting((subgraph, request) =>
      subgraph === 'users' ? held.then(() => plain(subgraph, request)) : undefined,
    );
    const answer = engine.run('{ me { name } topProducts { inStock } }', {}, fetch);
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(entities(asked, 'inventory')).toHaveLength(1);
    release();
    expect((await answer).errors).toEqual([]);
  });
});
