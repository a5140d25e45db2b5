import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { createEngineOn } from '../../../gateway/execute/engine/engine';
import { createLocalPlanner } from '../../../gateway/execute/engine/planning/local';
import type { GraphRequest } from '../../../subgraphs/shared/graph-request';
import { createChance } from './chance';
import { differenceOf, namedByInterface, underCondition } from './difference';
import { generateOperation } from './documents';
import { restyle } from './restyle';
import { type Runner, startRunner } from './run';
import { stockGateway } from './stock';
import { createFederatedWorld, type FederatedWorld } from './world';

const FAIR = { seed: 7, nulls: 0, errors: 0 };
const RUNS = Number(process.env.HUB_DIFFERENTIAL_RUNS ?? 60);

describe('operations that differ in what is the client’s own', () => {
  let world: FederatedWorld;
  let stock: Runner;
  let engine: Runner;
  const planned: string[] = [];
  beforeAll(async () => {
    world = createFederatedWorld();
    stock = await startRunner(stockGateway, world.supergraph);
    engine = await startRunner(
      createEngineOn((supergraph) => {
        const planner = createLocalPlanner(supergraph);
        return {
          ...planner,
          plan(text) {
            planned.push(text);
            return planner.plan(text);
          },
        };
      }),
      world.supergraph,
    );
  });
  afterAll(async () => {
    await stock.stop();
    await engine.stop();
  });

  /** @returns how many plans the operations took; each must be answered as the stock gateway does. */
  const plansFor = async (...asked: (readonly [string, object?, string?])[]): Promise<number> => {
    const before = planned.length;
    for (const [query, variables = {}, name] of asked) {
      expect(validate(engine.schema, parse(query))).toEqual([]);
      for (const weather of [FAIR, { seed: 3, nulls: 6, errors: 6 }]) {
        const fetch = world.fetch(weather);
        const ours = await engine.run(query, variables, fetch, name);
        const { unexplained } = differenceOf(await stock.run(query, variables, fetch, name), ours);
        if (unexplained) throw new Error(`${unexplained}\n${query}`);
      }
    }
    return planned.length - before;
  };

  it('share a plan in nearly all cases, and are answered as if they were planned one by one', async () => {
    let shared = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (documentSeed, seed) => {
        const chance = createChance(documentSeed);
        const first = generateOperation(stock.schema, chance);
        const other = restyle(first, chance);
        fc.pre(validate(stock.schema, parse(first.query)).length === 0);
        fc.pre(validate(stock.schema, parse(other.query)).length === 0);
        let losing = underCondition(other.query);
        const fetch = world.fetch({ seed, nulls: 7, errors: 14 }, (_, answer) => {
          losing ??= namedByInterface(answer);
        });
        await engine.run(first.query, first.variables, fetch);
        const before = planned.length;
        const ours = await engine.run(other.query, other.variables, fetch);
        if (planned.length === before) shared += 1;
        const theirs = await stock.run(other.query, other.variables, fetch);
        const { unexplained } = differenceOf(theirs, ours, losing);
        if (unexplained)
          throw new Error(`${unexplained}\n${other.query}\n${JSON.stringify(other.variables)}`);
      }),
      { numRuns: RUNS, endOnFailure: true, seed: Number(process.env.HUB_SEED ?? 20_261_122) },
    );
    expect(shared / RUNS).toBeGreaterThan(0.9);
  }, 600_000);

  it.each<[string, ...(readonly [string, object?, string?])[]]>([
    [
      'literals, and literals in place of variables',
      ['{ product(id: "1") { label(size: 2) } }'],
      ['{ product(id: 3) { label(size: null) } }'],
      ['query ($id: ID!, $size: Int) { product(id: $id) { label(size: $size) } }', { id: '2', size: 4 }],
      ['query ($id: ID!, $size: Int) { product(id: $id) { label(size: $size) } }', { id: '2' }],
    ],
    [
      'enums, lists and input objects',
      ['{ search(filter: { words: ["a", "b"], kind: TOY }) { __typename } }'],
      ['{ search(filter: { words: "c", first: 1 }) { __typename } }'],
      ['{ search(filter: {}) { __typename } }'],
      ['{ search(filter: null) { __typename } }'],
      ['query ($f: Filter) { search(filter: $f) { __typename } }', { f: { kind: 'TOOL' } }],
    ],
    [
      'what stands beside a variable within an input object',
      ['query ($w: String!) { search(filter: { words: [$w, "b"], first: 1 }) { __typename } }', { w: 'a' }],
      ['query ($x: String!) { search(filter: { first: 2, words: [$x, "c"] }) { __typename } }', { x: 'd' }],
    ],
    [
      'defaults of variables',
      ['query ($n: Int = 2) { latest(first: $n) { id } }'],
      ['query ($n: Int = 3) { latest(first: $n) { id } }'],
      ['query ($n: Int = 3) { latest(first: $n) { id } }', { n: 1 }],
    ],
    [
      'aliases, order, spaces, names of operation and variables',
      ['query A($s: Int) { topProducts { id a: label(size: $s) inStock } users { name } }', { s: 1 }, 'A'],
      ['query B($t: Int) { users{n: name} topProducts{available:inStock label(size:$t) id} }', { t: 2 }, 'B'],
    ],
    [
      'fragments, where they change nothing',
      ['{ media { id ... on Book { pages } ... on Movie { minutes } } }'],
      ['{ m: media { ...M ...B id } } fragment B on Book { p: pages } fragment M on Movie { minutes }'],
      ['{ media { ... on Movie { minutes } ... on Media { id } ... on Book { pages } } }'],
    ],
    [
      'how often they say the same',
      ['{ topProducts { id brand { code } } }'],
      ['{ topProducts { id brand { code } id } topProducts { brand { code } } }'],
    ],
  ])('share a plan: %s', async (_, ...asked) => {
    expect(await plansFor(...asked)).toBe(1);
  });

  it.each<[string, ...(readonly [string, object?])[]]>([
    [
      'conditions',
      ['{ topProducts { id name @include(if: true) } }'],
      ['{ topProducts { id name @include(if: false) } }'],
      ['query ($v: Boolean!) { topProducts { id name @include(if: $v) } }', { v: true }],
      ['query ($v: Boolean!) { topProducts { id name @skip(if: $v) } }', { v: true }],
    ],
    [
      'the types that are asked for',
      ['{ node(id: 1) { ... on Product { name } } }'],
      ['{ node(id: 1) { ... on Vendor { name } } }'],
      ['{ node(id: 1) { name } }'],
    ],
    [
      'what an access policy cut from them',
      ['{ topProducts { id name price brand { code country } } }'],
      ['{ topProducts { id name brand { code country } } }'],
      ['{ topProducts { id name price brand { code } } }'],
    ],
    [
      'the order of changes',
      ['mutation { a: rename(id: 1, name: "x") { upc } b: touch(id: 2) { upc } }'],
      ['mutation { b: touch(id: 2) { upc } a: rename(id: 1, name: "x") { upc } }'],
    ],
    [
      'whether an argument is given at all',
      ['{ topProducts { label(size: 1) } }'],
      ['{ topProducts { label } }'],
      ['{ topProducts { label(loud: true) } }'],
    ],
  ])('have plans of their own where they differ in %s', async (_, ...asked) => {
    expect(await plansFor(...asked)).toBe(asked.length);
  });

  it.each([
    ['one field with different arguments', '{ topProducts { a: label(size: 1) b: label(size: 2) label } }'],
    ['one field under several names', '{ topProducts { a: name b: name name c: inStock inStock } }'],
    ['names of other fields', '{ topProducts { name: upc upc: name id: tags inStock: id } }'],
    [
      'one name for fields of different types',
      '{ search { ... on Product { x: label(size: 1) } ... on Book { x: title } ... on Vendor { x: name } } }',
    ],
    [
      'fields of one name and different types, under names of their own',
      '{ search { ... on Product { a: name } ... on Vendor { b: site } ... on Book { a: title } } }',
    ],
    ['a change twice', 'mutation { a: touch(id: 1) { name } b: touch(id: 1) { name } }'],
  ])('keep the client’s names: %s', async (_, query) => {
    await plansFor([query]);
  });

  it('make each change as often as it is asked for', async () => {
    const asked: GraphRequest[] = [];
    const plain = world.fetch(FAIR);
    await engine.run(
      'mutation { a: touch(id: 1) { id } b: touch(id: 1) { id } }',
      {},
      (subgraph, request) => {
        asked.push(request);
        return plain(subgraph, request);
      },
    );
    expect(asked.map(({ query }) => query.match(/touch\(/g)?.length ?? 0).reduce((a, b) => a + b)).toBe(2);
  });
});
