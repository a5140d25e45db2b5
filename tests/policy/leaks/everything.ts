import { isNonNullType } from 'graphql';
import type { Graph, GraphField } from './graph';
import { bare, type Canary, piecesOf, type WorldRecord } from './canaries';

/** One object of the graph as it is, without any rule. */
export interface Thing {
  readonly type: string;
  readonly id: string;
  /** Values by field: leaves as they are, parts as trees, links as `{ id }`. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** All objects of a world, by type and key. */
export type Things = ReadonlyMap<string, Thing>;

export const thingKey = (type: string, id: string): string => `${type} ${id}`;

/** Sends a query and gives its data; rejects where there is any error. */
export type AskAll = (query: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Members that a page holds: more than any object of a small world has. */
const PAGE = 10;

/** Objects that are asked for in one operation. */
const AT_ONCE = 10;

/** Reads the whole graph, by a hub whose policy shows everything: starts from root lists, follows every link. */
export async function readEverything(graph: Graph, ask: AskAll): Promise<Things> {
  const things = new Map<string, Thing>();
  const waiting: { type: string; id: string }[] = [];
  const seen = new Set<string>();

  /** @param above the parts that this one stands in: what leads back to one of them is read there. */
  const selection = (type: string, depth = 0, above: readonly string[] = []): string =>
    graph
      .fieldsOf(type)
      .filter((field) => field.leaf || !above.includes(field.type))
      .map((field) => {
        if (field.leaf) return field.name;
        const whole = graph.isEntity(field.type) && (graph.byKey(field.type) !== undefined || depth > 1);
        const inner = whole
          ? 'id'
          : selection(
              field.type,
              depth + (graph.isEntity(field.type) ? 1 : 0),
              graph.isEntity(field.type) ? above : [...above, field.type],
            );
        return wrap(field, inner);
      })
      .join(' ');

  /** Takes an object, and what hangs under it, apart. */
  function keep(type: string, tree: Readonly<Record<string, unknown>>): void {
    const id = String(tree.id);
    const fields = graph.fieldsOf(type);
    const names = Object.keys(tree);
    if (!names.some((name) => name !== 'id')) {
      if (!seen.has(thingKey(type, id)) && graph.byKey(type)) waiting.push({ type, id });
      seen.add(thingKey(type, id));
      return;
    }
    seen.add(thingKey(type, id));
    const values: Record<string, unknown> = {};
    for (const field of fields) {
      const value = flat(field, tree[field.name]);
      values[field.name] = value;
      if (field.leaf || !graph.isEntity(field.type)) continue;
      for (const item of Array.isArray(value) ? value : [value])
        if (item !== null && item !== undefined) keep(field.type, item as Record<string, unknown>);
    }
    things.set(thingKey(type, id), { type, id, values });
  }

  for (const root of graph.fieldsOf('Query')) {
    const needs = root.args.some(
      ({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined,
    );
    if (!root.list || needs || !graph.isEntity(root.type)) continue;
    for (let after: string | undefined | null = ''; after !== undefined;) {
      const page: string = wrap(root, 'id').replace(
        '(',
        after === '' ? '(' : `(after: ${JSON.stringify(after)}, `,
      );
      const data = (await ask(
        `{ ${page.replace(/}$/, '')} pageInfo { hasNextPage endCursor } } }`,
        {},
      )) as Record<string, { pageInfo: { hasNextPage: boolean; endCursor: string | null } }>;
      for (const item of flat(root, data[root.name]) as Record<string, unknown>[]) keep(root.type, item);
      const info: { hasNextPage: boolean; endCursor: string | null } | undefined = data[root.name]?.pageInfo;
      after = info?.hasNextPage ? (info.endCursor ?? undefined) : undefined;
    }
  }
  await readWaiting();
  // A type that nothing leads to may be asked for by keys of another.
  for (const type of graph.readable.filter((each) => graph.isEntity(each) && graph.byKey(each))) {
    if ([...things.values()].some((thing) => thing.type === type)) continue;
    for (const other of new Set([...things.values()].map((thing) => thing.type))) {
      const ids = [...things.values()].filter((thing) => thing.type === other).map(({ id }) => id);
      const fits = await ask(`query($i: ID!) { a: ${graph.byKey(type)?.name}(id: $i) { id } }`, { i: ids[0] })
        .then((data) => (data as { a: unknown }).a !== null)
        .catch(() => false);
      if (!fits) continue;
      waiting.push(...ids.map((id) => ({ type, id })));
      await readWaiting();
      break;
    }
  }
  return things;

  async function readWaiting(): Promise<void> {
    while (waiting.length > 0) await readSome();
  }

  async function readSome(): Promise<void> {
    const some = waiting
      .splice(0, AT_ONCE)
      .map(({ type, id }, at) => ({ type, id, at, root: graph.byKey(type) }));
    const parts = some.map(
      ({ type, at, root }) => `a${at}: ${root?.name}(id: $i${at}) { ${selection(type)} }`,
    );
    const data = (await ask(
      `query(${some.map(({ at }) => `$i${at}: ID!`).join(' ')}) { ${parts.join(' ')} }`,
      Object.fromEntries(some.map(({ at, id }) => [`i${at}`, id])),
    )) as Record<string, Record<string, unknown>>;
    for (const { type, at } of some) keep(type, data[`a${at}`] ?? {});
  }
}

/** A field with its selection, through a connection where it leads to one. */
const wrap = (field: GraphField, inner: string): string => {
  const page = field.args.some(({ name }) => name === 'first') ? `(first: ${PAGE})` : '';
  return field.connection
    ? `${field.name}${page} { edges { node { ${inner} } } }`
    : `${field.name}${page} { ${inner} }`;
};

/** A connection as the list of its nodes. */
export function flat(field: GraphField, value: unknown): unknown {
  if (!field.connection || value === null || value === undefined) return value;
  return ((value as { edges?: { node: unknown }[] }).edges ?? []).map(({ node }) => node);
}

/** @returns coordinates whose values differ between two readings of one world: a record of who asked grows by asking. */
export function livingIn(graph: Graph, one: Things, two: Things): ReadonlySet<string> {
  const living = new Set<string>();
  const everyLeaf = (type: string): void => {
    for (const field of graph.fieldsOf(type)) {
      if (field.leaf) living.add(field.coordinate);
      else if (!graph.isEntity(field.type)) everyLeaf(field.type);
    }
  };
  const compare = (type: string, a: Values, b: Values): void => {
    for (const field of graph.fieldsOf(type)) {
      const [before, after] = [a[field.name], b[field.name]];
      if (JSON.stringify(before) === JSON.stringify(after)) continue;
      if (field.leaf) living.add(field.coordinate);
      else if (graph.isEntity(field.type)) continue;
      else if (Array.isArray(before) || Array.isArray(after)) everyLeaf(field.type);
      else compare(field.type, (before ?? {}) as Values, (after ?? {}) as Values);
    }
  };
  for (const [key, { type, values }] of one) compare(type, values, two.get(key)?.values ?? {});
  return living;
}

type Values = Readonly<Record<string, unknown>>;

/** What the world's canaries turned out to be in the graph. */
export interface Mapping {
  /** Whose each object is: whose canaries it shows. */
  readonly ownerOf: (thing: Thing) => WorldRecord | undefined;
  /** Coordinates that show a canary, by canary. */
  readonly shown: ReadonlyMap<Canary, ReadonlySet<string>>;
  /** Where each canary shows: in which field of which object. */
  readonly sites: ReadonlyMap<Canary, readonly { readonly thing: Thing; readonly coordinate: string }[]>;
  /** How the graph writes each canary's value. */
  readonly spellings: ReadonlyMap<Canary, Set<string>>;
}

/** Finds each canary in the graph; nobody has to say which field shows what. */
export function mapCanaries(graph: Graph, things: Things, canaries: readonly Canary[]): Mapping {
  const byPiece = new Map(
    canaries.flatMap((canary) => [...piecesOf(canary.text)].map((piece) => [piece, canary])),
  );
  const shown = new Map<Canary, Set<string>>();
  const spellings = new Map<Canary, Set<string>>();
  const sites = new Map<Canary, { thing: Thing; coordinate: string }[]>();
  const owners = new Map<Thing, WorldRecord>();
  for (const thing of things.values()) {
    const votes = new Map<WorldRecord, number>();
    const note = (coordinate: string, text: string): void => {
      if (coordinate.endsWith('.id')) return; // A sealed key.
      for (const canary of new Set([...piecesOf(text)].flatMap((piece) => byPiece.get(piece) ?? []))) {
        if (!bare(text).includes(bare(canary.text))) continue;
        entry(shown, canary).add(coordinate);
        sites.set(canary, [...(sites.get(canary) ?? []), { thing, coordinate }]);
        entry(spellings, canary).add(text);
        votes.set(canary.record, (votes.get(canary.record) ?? 0) + 1);
      }
    };
    const walk = (type: string, values: Readonly<Record<string, unknown>>): void => {
      for (const field of graph.fieldsOf(type)) {
        const value = values[field.name];
        for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
          if (item === null || item === undefined) continue;
          if (field.leaf) note(field.coordinate, typeof item === 'string' ? item : JSON.stringify(item));
          else if (!graph.isEntity(field.type)) walk(field.type, item as Record<string, unknown>);
        }
      }
    };
    walk(thing.type, thing.values);
    const [best] = [...votes].sort((a, b) => b[1] - a[1]);
    if (best) owners.set(thing, best[0]);
  }
  // Under one key there is one person: who shows nothing of their own has another type that does.
  const byId = new Map([...owners].map(([{ id }, record]) => [id, record]));
  for (const thing of things.values()) {
    const same = byId.get(thing.id);
    if (same && !owners.has(thing)) owners.set(thing, same);
  }
  return { ownerOf: (thing) => owners.get(thing), shown, spellings, sites };
}

function entry<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  let set = map.get(key);
  if (!set) map.set(key, (set = new Set()));
  return set;
}
