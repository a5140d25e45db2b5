import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { classificationOf } from '../../schema/contract/classification';
import type { Caller } from '../../schema/kernel/caller';
import { compile } from '../../schema/policy/compile';
import { loadPolicy } from '../../schema/policy/load';
import type { Look } from '../../schema/policy/types';
import type { ActorRecord } from '../../mocks/world/shapes';
import { startTestHub, type TestHub } from '../harness/hub';
import type * as WatchedSources from '../harness/watched-sources';
import { watched } from '../harness/watched-sources';
import { flat, type Thing } from './leaks/everything';
import { type GraphField, readGraph } from './leaks/graph';
import { openFields, POLICY_TEXT, SUPERGRAPH } from './leaks/stage';

jest.mock('../../adapters/soap', () => {
  const { watchedSoap } = jest.requireActual<typeof WatchedSources>('../harness/watched-sources');
  return watchedSoap(jest.requireActual('../../adapters/soap'));
});
jest.mock('../../adapters/postgres', () => {
  const { watchedPostgres } = jest.requireActual<typeof WatchedSources>('../harness/watched-sources');
  return watchedPostgres(jest.requireActual('../../adapters/postgres'));
});

/** Shows every field to whoever may know of the object. */
let open: TestHub;
/** As the bank runs it. */
let strict: TestHub;
const graph = readGraph(SUPERGRAPH);
/** A few objects of each type, around one claim. */
let things: readonly Thing[];
const OFFICER = 'complaints-officer';

beforeAll(async () => {
  open = await startTestHub({
    mode: 'one process',
    async variables(usual) {
      const policy = join(usual.HUB_DATA_DIR ?? '', 'open-fields.yaml');
      await writeFile(policy, openFields(POLICY_TEXT));
      return { ...usual, HUB_POLICY: policy, HUB_ID_SECRET: SECRET };
    },
  });
  strict = await startTestHub({
    mode: 'one process',
    variables: (usual) => ({ ...usual, HUB_ID_SECRET: SECRET }),
  });
  things = await lookAround();
});
afterAll(async () => {
  await strict.close();
  await open.close();
});

const SECRET = 'keys of two hubs over one world are the same';
const PURPOSE = { 'x-access-purpose': 'complaint_handling' };

/** One way of asking for one thing of an object: a field, or a field of a part of it. */
interface Ask {
  readonly coordinate: string;
  readonly selection: string;
  /** Out of the object's fields to the value asked for. */
  readonly pick: (values: Readonly<Record<string, unknown>>) => unknown;
}

/** Everything that a type shows of itself, one by one: links to other entities have their own. */
function asksOf(type: string): readonly Ask[] {
  const inside = (field: GraphField): readonly Ask[] => {
    if (field.leaf)
      return [{ coordinate: field.coordinate, selection: field.name, pick: (values) => values[field.name] }];
    if (graph.isEntity(field.type)) return [];
    return asksOf(field.type).map(({ coordinate, selection, pick }) => ({
      coordinate,
      selection: field.connection
        ? `${field.name} { edges { node { ${selection} } } }`
        : `${field.name} { ${selection} }`,
      pick: (values) => {
        const value = flat(field, values[field.name]);
        const each = (item: unknown): unknown => item && pick(item as Record<string, unknown>);
        return Array.isArray(value) ? value.map(each) : each(value);
      },
    }));
  };
  return graph.fieldsOf(type).flatMap(inside);
}

/** How an object is reached: by its own key, or through one that has one. */
function wayTo(thing: Thing): { root: GraphField; id: string; through?: GraphField } | undefined {
  const own = graph.byKey(thing.type);
  if (own) return { root: own, id: thing.id };
  for (const other of things) {
    const root = graph.byKey(other.type);
    const through = graph
      .fieldsOf(other.type)
      .find(
        ({ name, type, leaf }) =>
          !leaf &&
          type === thing.type &&
          [other.values[name]].flat().some((each) => (each as { id?: string } | null)?.id === thing.id),
      );
    if (root && through) return { root, id: other.id, through };
  }
  return undefined;
}

/** Asks for one selection of one object. @returns the object's fields, or nothing where it was not found. */
async function askOne(
  hub: TestHub,
  actor: string,
  thing: Thing,
  selection: string,
  headers: Readonly<Record<string, string>>,
) {
  const way = wayTo(thing);
  if (!way) throw new Error(`there is no way to a ${thing.type}`);
  const { root, id, through } = way;
  const page = through?.args.some(({ name }) => name === 'first') ? '(first: 10)' : '';
  const inner = through?.connection ? `edges { node { id ${selection} } }` : `id ${selection}`;
  const query = `query ($id: ID!) { ${root.name}(id: $id) { ${through ? `${through.name}${page} { ${inner} }` : selection} } }`;
  const { body } = await hub.ask(actor, query, { id }, headers);
  const found: unknown = body.data?.[root.name];
  if (!through || !found) return found as Record<string, unknown> | null | undefined;
  const nodes = [flat(through, (found as Record<string, unknown>)[through.name])].flat();
  return nodes.find((each) => (each as { id?: string } | null)?.id === thing.id) as
    Record<string, unknown> | undefined;
}

const redacted = (look: Look): boolean =>
  (look.kind === 'CONDITIONAL' ? look.possible : [look.decision]).some(({ mask }) => mask === 'redact');

const isThere = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(isThere) : value !== null && value !== undefined;

/** Follows links from one claim. */
async function lookAround(): Promise<Thing[]> {
  const { body } = await open.ask(
    OFFICER,
    '{ claimByNumber(number: "RC-2026-0000001") { id } }',
    {},
    PURPOSE,
  );
  const found: Thing[] = [];
  const waiting = [{ type: 'Claim', id: String(body.data?.claimByNumber.id) }];
  const isNew = (type: string, id: string): boolean =>
    !found.some((each) => each.id === id) && found.filter((each) => each.type === type).length < 3;
  const selectionOf = (type: string, deep: boolean): string =>
    graph
      .fieldsOf(type)
      .map((field) => {
        if (field.leaf) return field.name;
        const part = !graph.isEntity(field.type);
        const whole = part || (deep && !graph.byKey(field.type));
        const inner = whole ? selectionOf(field.type, false) : 'id';
        const page = field.args.some(({ name }) => name === 'first') ? '(first: 3)' : '';
        return `${field.name}${page} ${field.connection ? `{ edges { node { ${inner} } } }` : `{ ${inner} }`}`;
      })
      .join(' ');
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const root = graph.byKey(next.type);
    if (!root || !isNew(next.type, next.id)) continue;
    const answer = await open.ask(
      OFFICER,
      `query ($id: ID!) { ${root.name}(id: $id) { ${selectionOf(next.type, true)} } }`,
      { id: next.id },
      PURPOSE,
    );
    const values = answer.body.data?.[root.name] as Record<string, unknown> | null;
    if (!values) continue;
    found.push({ ...next, values });
    for (const field of graph.fieldsOf(next.type)) {
      if (field.leaf || !graph.isEntity(field.type)) continue;
      for (const node of [flat(field, values[field.name])].flat()) {
        const id = (node as { id?: string } | null)?.id;
        if (id === undefined || !isNew(field.type, id)) continue;
        if (graph.byKey(field.type)) waiting.push({ type: field.type, id });
        else found.push({ type: field.type, id, values: node as Record<string, unknown> });
      }
    }
  }
  return found;
}

/** The names of all that became an object or was selected since the last look: elements, and columns of statements. */
function footprint(): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (node: unknown, path: string): void => {
    if (Array.isArray(node)) for (const each of node) walk(each, path);
    else if (typeof node === 'object' && node !== null)
      for (const [name, inner] of Object.entries(node)) {
        names.add(`${path}/${name}`);
        walk(inner, `${path}/${name}`);
      }
  };
  for (const each of watched.objects) walk(JSON.parse(each), '');
  for (const each of watched.statements)
    for (const [select = ''] of each.matchAll(/SELECT (?:(?!SELECT).)*? FROM/g))
      for (const [column] of select.matchAll(/[A-Z]\.[A-Z]{3}_[A-Z]+/g)) names.add(column);
  return names;
}

/** What one selection makes of the sources' answers, keys and row facts aside. */
async function reads(hub: TestHub, actor: string, thing: Thing, selection: string, purpose: string) {
  watched.forget();
  await askOne(hub, actor, thing, selection, { 'x-access-purpose': purpose });
  return footprint();
}

const types = (): readonly string[] => [...new Set(things.map(({ type }) => type))];
const oneOf = (type: string, pick: (values: Thing['values']) => unknown): Thing | undefined =>
  things.find((each) => each.type === type && isThere(pick(each.values)));

describe('what is read of a source', () => {
  it('gives every field its value, also where it is the only one that is asked for', async () => {
    const checked = new Set<string>();
    for (const type of types()) {
      for (const { coordinate, selection, pick } of asksOf(type)) {
        const thing = oneOf(type, pick);
        if (!thing) continue;
        const alone = await askOne(open, OFFICER, thing, selection, PURPOSE);
        expect([coordinate, alone && pick(alone)]).toEqual([coordinate, pick(thing.values)]);
        checked.add(coordinate);
      }
    }
    expect(types().length).toBeGreaterThan(7);
    expect(checked.size).toBeGreaterThan(70);
  });

  it('is for the fields that an operation asks for and its caller may see, whoever that is', async () => {
    const policy = loadPolicy(join(__dirname, '..', '..', 'schema', 'policy', 'policy.yaml'));
    const table = compile(classificationOf(SUPERGRAPH), policy);
    const footprints = new Map<string, ReadonlySet<string>>();
    const isName = (coordinate: string): boolean =>
      table.classification.get(coordinate)?.category === 'user.name';
    for (const type of types()) {
      for (const { coordinate, selection, pick } of asksOf(type)) {
        const thing = oneOf(type, pick);
        if (thing)
          footprints.set(coordinate, await reads(open, OFFICER, thing, selection, 'complaint_handling'));
      }
    }
    const parts = [...footprints.values()].flatMap((each) => [...each]);
    expect(new Set(parts).size).toBeGreaterThan(45);

    let denials = 0;
    for (const actor of actors) {
      for (const purpose of actor.purposes) {
        const caller: Caller = { ...actor, purpose };
        for (const type of types()) {
          const thing = things.find((each) => each.type === type);
          const mine = asksOf(type).filter(({ coordinate }) => footprints.has(coordinate));
          const shown = mine.filter(
            ({ coordinate }) => table.look(coordinate, caller).kind !== 'ALWAYS_DENY',
          );
          if (!thing || mine.length === 0) continue;
          // What takes the parties' names out of a text has to know them.
          const redacts = shown.some(({ coordinate }) => redacted(table.look(coordinate, caller)));
          const names = redacts ? [...footprints.keys()].filter(isName) : [];
          const needed = new Set(
            ['id', ...names, ...shown.map(({ coordinate }) => coordinate)].flatMap((each) => [
              ...(footprints.get(each) ?? footprints.get(`${type}.id`) ?? []),
            ]),
          );
          const whole = mine.map(({ selection }) => selection).join(' ');
          const read = await reads(strict, actor.name, thing, whole, purpose);
          expect([actor.name, purpose, type, [...read].filter((each) => !needed.has(each))]).toEqual([
            ...[actor.name, purpose, type],
            [],
          ]);
          denials += mine.length - shown.length;
        }
      }
    }
    expect(denials).toBeGreaterThan(100);
  });

  it('is asked for in few statement texts: equal needs are one text, whatever their order', async () => {
    const account = things.find(({ type }) => type === 'Account');
    if (!account) throw new Error('there is no account');
    const names = graph
      .fieldsOf('Account')
      .filter(({ leaf }) => leaf)
      .map(({ name }) => name);
    watched.forget();
    await askOne(open, OFFICER, account, names.join(' '), PURPOSE);
    await askOne(open, OFFICER, account, names.toReversed().join(' '), PURPOSE);
    expect(watched.statements).toHaveLength(2);
    expect(new Set(watched.statements).size).toBe(1);
  });
});

/** Everybody of the demo world. */
const actors = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'mocks', 'data', 'actors.json'), 'utf8'),
) as readonly ActorRecord[];
