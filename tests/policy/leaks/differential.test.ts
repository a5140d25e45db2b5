import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import type { JWK } from 'jose';
import type { Caller } from '../../../schema/kernel/caller';
import { systemClock } from '../../../schema/kernel/clock';
import { createOperationSigner, OPERATION_HEADER } from '../../../subgraphs/shared/operation-token';
import type { TestHub } from '../../harness/hub';
import { createRandom } from './canaries';
import { checkAnswer, createHits, type Finding } from './check';
import { type Thing, thingKey } from './everything';
import type { GraphField } from './graph';
import type { Reply } from './judge';
import type { Asker } from './oracle';
import { createQueryMaker } from './queries';
import { createSender, inParallel, type Send } from './send';
import { sized } from './size';
import { openFields, openHub, POLICY_TEXT, setStage, type Stage } from './stage';
import { createAim, createIsOfData, createValues, createVisibleKeys } from './values';

type Tree = Readonly<Record<string, unknown>>;

/** How many operations are asked of each of the three hubs. */
const OPERATIONS = sized(1_500, 500);

/** Of all callers, those who ask each subgraph for each of its types by keys. */
const SHARE = sized(50, 20) / 100;

const contextKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK;
const { d: _, ...publicKey } = contextKey;

let stage: Stage;
let demo: readonly Asker[];
const closing: (() => Promise<unknown>)[] = [];
const senders = {} as Record<'gateway' | 'subgraph' | 'both', Send>;
let hub: TestHub;

beforeAll(async () => {
  stage = await setStage();
  closing.push(() => stage.close());
  demo = stage.askers.filter(({ name }) => !/^(every-purpose|un|no-|two)/.test(name));
  const open = join(stage.dir, 'open-fields.yaml');
  const real = join(stage.dir, 'policy.yaml');
  await writeFile(open, openFields(POLICY_TEXT));
  await writeFile(real, POLICY_TEXT);
  const start = async (ofSubgraphs: string, ofGateway: string): Promise<TestHub> => {
    const started = await openHub(stage.world, {
      mode: 'distributed',
      extra: {
        HUB_POLICY: ofSubgraphs,
        HUB_CONTEXT_KEY: JSON.stringify(contextKey),
        HUB_CONTEXT_PUBLIC_KEY: JSON.stringify(publicKey),
      },
      gatewayVariables: { HUB_POLICY: ofGateway },
    });
    closing.push(() => started.close());
    return started;
  };
  const sending = (to: TestHub): Send => {
    const { send, close } = createSender(to);
    closing.push(close);
    return send;
  };
  hub = await start(real, real);
  senders.both = sending(hub);
  senders.gateway = sending(await start(open, real));
  senders.subgraph = sending(await start(real, open));
}, 900_000);

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

/** What is left where two decide: nothing where either leaves nothing, else what the second, who also masks, leaves. */
function least(one: unknown, other: unknown): unknown {
  if (one === null || other === null || one === undefined || other === undefined) return null;
  if (Array.isArray(one) && Array.isArray(other)) return leastOf(one as unknown[], other as unknown[]);
  if (typeof one !== 'object' || typeof other !== 'object') return other;
  return Object.fromEntries(
    Object.keys(other).map((key) => [key, least((one as Tree)[key], (other as Tree)[key])]),
  );
}

/** Of two lists what both hold, by the members' keys where they are told. */
function leastOf(one: readonly unknown[], other: readonly unknown[]): unknown[] {
  const keyOf = (item: unknown): unknown => {
    const { k, node } = (item ?? {}) as { readonly k?: unknown; readonly node?: { readonly k?: unknown } };
    return k ?? node?.k;
  };
  const byKey = new Map(one.map((item) => [keyOf(item), item]));
  const isKeyed = byKey.size === one.length && !byKey.has(undefined);
  const pairs = other.map((item, at) => [isKeyed ? byKey.get(keyOf(item)) : one[at], item] as const);
  return pairs.filter(([each]) => each !== undefined).map(([first, second]) => least(first, second));
}

it('gives with both lines the lower of what each alone gives', async () => {
  const started = performance.now();
  const random = createRandom(32);
  const maker = createQueryMaker(stage.graph, stage.oracle.places, createValues(stage, random), random);
  const documents = [
    ...maker.plan.filter(() => random() < 0.35).map((at) => maker.targeted(at)),
    ...Array.from({ length: 200 }, () => maker.mixed()),
  ]
    .filter(createIsOfData(stage))
    // It tells of the policy, and each of the three hubs has another one.
    .filter(({ text }) => !/\bdataMap\b/.test(text));
  const aim = createAim(stage, random);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const tasks = Array.from({ length: OPERATIONS }, () => {
    const asker = pick(demo);
    return { asker, query: aim(asker, pick(documents)) };
  });
  const differing: string[] = [];
  const counts = { refused: 0, lowered: 0, same: 0 };
  await inParallel(tasks, 8, async ({ query, asker }) => {
    const both = await senders.both(asker, query);
    const gateway = await senders.gateway(asker, query);
    const [dataOfBoth, dataOfGateway] = [dataOf(both), dataOf(gateway)];
    const say = (what: string): void =>
      void differing.push(
        `${asker.name} for ${asker.purpose}: ${what}: ${query.text}\n${both.text}\n${gateway.text}`,
      );
    if (both.status !== gateway.status) return say('other status than by the gateway alone');
    if (both.status !== 200) {
      counts.refused++;
      if (dataOfBoth !== undefined) say('data beside a refusal');
      return;
    }
    const subgraph = dataOf(await senders.subgraph(asker, query));
    const expected = least(dataOfGateway, subgraph);
    if (JSON.stringify(sorted(expected)) !== JSON.stringify(sorted(dataOfBoth)))
      say(`not the lower of two: ${JSON.stringify(subgraph)}`);
    counts[JSON.stringify(dataOfGateway) === JSON.stringify(dataOfBoth) ? 'same' : 'lowered']++;
  });
  process.stderr.write(
    `differential: ${OPERATIONS} operations by gateway, subgraphs and both: ${counts.refused} refused, ` +
      `${counts.lowered} lowered by subgraphs, ${counts.same} as by the gateway alone, ${differing.length} differ, ` +
      `${Math.round((performance.now() - started) / 1_000)} s\n`,
  );
  expect(differing.slice(0, 2)).toEqual([]);
  expect(counts.lowered).toBeGreaterThan((OPERATIONS - counts.refused) / 25);
}, 1_800_000);

const dataOf = ({ text }: Reply): unknown => (JSON.parse(text) as { data?: unknown }).data;

/** Objects with their members in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

describe('a subgraph asked directly', () => {
  it('believes nothing of a representation but its key, and shows what the gateway shows', async () => {
    const random = createRandom(33);
    const sign = createOperationSigner(contextKey, systemClock);
    const findings: Finding[] = [];
    const hits = createHits();
    let asked = 0;
    const visible = createVisibleKeys(stage);
    const pick = <T>(list: readonly T[]): T[] =>
      list.length > 0 ? [list[Math.floor(random() * list.length)] as T] : [];
    /** Coordinates that a key leads to in some subgraph, and of which somebody may see what some object has. */
    const wanted = new Set<string>();
    for (const [name, url] of hub.subgraphs) {
      for (const [type, own] of entitiesOf(name)) {
        const fields = stage.graph
          .fieldsOf(type)
          .filter((field) => own.has(field.name) && field.name !== 'id');
        const selection = `k: id ${fields.map((field) => write(field)).join(' ')}`;
        const things = [...stage.things.values()].filter((thing) => thing.type === type);
        const asking = stage.askers
          .filter(() => random() < SHARE)
          .map((asker) => {
            const own = visible(asker, type).flatMap((id) => stage.things.get(thingKey(type, id)) ?? []);
            return { asker, some: Array.from({ length: 4 }, () => [...pick(own), ...pick(things)]).flat() };
          });
        for (const field of fields) {
          const witness = witnessOf(field, things);
          if (!witness) continue;
          wanted.add(field.coordinate);
          asking.push(witness);
        }
        for (const { asker, some } of asking) {
          const answer = await fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json', [OPERATION_HEADER]: sign(name, callerOf(asker)) },
            body: JSON.stringify({
              query: `query($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${selection} } } }`,
              variables: { r: some.map((thing) => forged(thing, asker)) },
            }),
          });
          const body = (await answer.json()) as { data?: { _entities: (Tree | null)[] } | null };
          asked += some.length;
          for (const entity of body.data?._entities ?? []) {
            if (!entity) continue;
            findings.push(...checkEntity(type, selection, entity, asker, hits));
          }
        }
      }
    }
    const missed = [...wanted].filter((coordinate) => !hits.shown.has(coordinate));
    process.stderr.write(
      `direct: ${asked} forged representations to _entities, ${hits.cells} cells compared, ` +
        `coordinates shown by a key ${wanted.size - missed.length}/${wanted.size}\n`,
    );
    expect(missed).toEqual([]);
    expect(findings.filter(({ kind }) => kind !== 'withheld').slice(0, 5)).toEqual([]);
    expect(hits.cells).toBeGreaterThan(10_000);
  }, 1_800_000);

  it.each([
    ['no signature', () => undefined],
    [
      'a signature for another subgraph',
      () => createOperationSigner(contextKey, systemClock)('elsewhere', anybody()),
    ],
    [
      'a signature by another key',
      (name: string) =>
        createOperationSigner(
          generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK,
          systemClock,
        )(name, anybody()),
    ],
    [
      'a signature of two minutes ago',
      (name: string) =>
        createOperationSigner(contextKey, { now: () => new Date(Date.now() - 120_000) })(name, anybody()),
    ],
  ])('refuses %s', async (_what, header) => {
    for (const [name, url] of hub.subgraphs) {
      const value = header(name);
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(value ? { [OPERATION_HEADER]: value } : {}) },
        body: JSON.stringify({ query: '{ __typename }' }),
      });
      expect(answer.status).toBe(401);
      expect(await answer.json()).not.toHaveProperty('data');
    }
  });
});

/** Somebody who may see what a field of some object holds, by what their token alone says. */
function witnessOf(
  { coordinate, name }: GraphField,
  things: readonly Thing[],
): { readonly asker: Asker; readonly some: Thing[] } | undefined {
  const askers = stage.askers.filter(({ mandates }) => mandates === undefined);
  for (const thing of things) {
    const value = thing.values[name];
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    const facts = stage.mapping.ownerOf(thing)?.owner ?? {};
    const asker = askers.find(
      (each) =>
        stage.oracle.isVisible(thing.type, each, facts).visible &&
        stage.oracle.rule(coordinate, each, facts).share === 'ALLOW',
    );
    if (asker) return { asker, some: [thing] };
  }
  return undefined;
}

const anybody = (): Caller => callerOf(stage.askers[0]!);

function callerOf(asker: Asker): Caller {
  const { roles, scopes, purposes, purpose, customerNumber, branch, staffNumber, name } = asker;
  return {
    subject: name,
    clientId: 'direct',
    roles,
    scopes,
    purposes,
    purpose,
    ...(customerNumber === undefined ? {} : { customerNumber }),
    ...(branch === undefined ? {} : { branch }),
    ...(staffNumber === undefined ? {} : { staffNumber }),
  };
}

/** Everything that could make a careless subgraph believe that the object is the caller's. */
function forged({ type, id }: Thing, asker: Asker): Tree {
  const owner = {
    customer: asker.customerNumber,
    branch: asker.branch,
    handler: asker.staffNumber,
    handlers: [asker.staffNumber],
    level: 'MEDIATOR',
  };
  const fields = stage.graph.fieldsOf(type).filter(({ name }) => name !== 'id');
  return {
    ...Object.fromEntries(fields.map(({ name }) => [name, 'forged'])),
    ...owner,
    ownerId: asker.customerNumber,
    facts: owner,
    about: owner,
    number: asker.customerNumber,
    __typename: type,
    id,
  };
}

/** The entity types of a subgraph, with the fields that it answers for. */
function entitiesOf(subgraph: string): ReadonlyMap<string, ReadonlySet<string>> {
  const sdl = readFileSync(join(__dirname, `../../../schema/contract/${subgraph}.graphql`), 'utf8');
  const found = new Map<string, ReadonlySet<string>>();
  for (const each of parse(sdl, { noLocation: true }).definitions) {
    if (each.kind !== Kind.OBJECT_TYPE_DEFINITION && each.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const named = (name: string): boolean => each.directives?.some((one) => one.name.value === name) ?? false;
    if (named('key')) found.set(each.name.value, new Set(each.fields?.map(({ name }) => name.value)));
  }
  return found;
}

/** A field with all that is no link's own. */
function write(field: GraphField, depth = 0): string {
  const page = field.args.some(({ name }) => name === 'first') ? '(first: 5)' : '';
  if (field.leaf) return field.name;
  // Parts may lead back to what they stand in.
  const inner = stage.graph.isEntity(field.type)
    ? 'k: id'
    : stage.graph
        .fieldsOf(field.type)
        .filter((each) => each.leaf || depth < 2)
        .map((each) => write(each, depth + 1))
        .join(' ');
  return field.connection
    ? `${field.name}${page} { edges { node { ${inner} } } }`
    : `${field.name}${page} { ${inner} }`;
}

/** Checks an entity as if it hung under the graph's root: the way there is not what is looked at. */
function checkEntity(
  type: string,
  selection: string,
  entity: Tree,
  asker: Asker,
  hits: ReturnType<typeof createHits>,
): Finding[] {
  const { graph } = stage;
  const direct = graph.byKey(type);
  const parent = graph.readable
    .flatMap((owner) => (graph.byKey(owner) ? graph.fieldsOf(owner) : []))
    .find((field) => field.type === type);
  const under = (field: GraphField, inner: string): string =>
    field.connection ? `${field.name} { edges { node { ${inner} } } }` : `${field.name} { ${inner} }`;
  const wrapped = (field: GraphField, value: unknown): unknown => {
    if (field.connection) return { edges: [{ node: value }] };
    return field.list ? [value] : value;
  };
  const root = direct ?? (parent && graph.byKey(parent.owner));
  if (!root) throw new Error(`${type} hangs under nothing`);
  const [text, data] =
    direct || !parent
      ? [`{ ${root.name}(id: "-") { ${selection} } }`, { [root.name]: entity }]
      : [
          `{ ${root.name}(id: "-") { ${under(parent, selection)} } }`,
          { [root.name]: { [parent.name]: wrapped(parent, entity) } },
        ];
  const way = new Set([root.coordinate, direct ? '' : parent?.coordinate]);
  return checkAnswer(stage, asker, parse(text), {}, data, hits).filter(
    ({ coordinate }) => !way.has(coordinate),
  );
}
