import type { Owner } from './canaries';
import { thingKey, type Thing } from './everything';
import type { GraphField } from './graph';
import type { Asker } from './oracle';
import type { GeneratedQuery, QueryMaker } from './queries';
import type { Truths } from './check';

/** One operation that makes a rule decide, or shows a field, for certain. */
export interface Witness {
  /** The rule's id or the field's coordinate. */
  readonly of: string;
  readonly asker: Asker;
  readonly query: GeneratedQuery;
}

/** How many operations each rule and field gets. */
const EACH = 3;

/**
 * Operations that meet every rule and every field which somebody may see something of: who, and which object, is found
 * by asking the oracle about everybody and everything.
 */
export function createWitnesses(
  truths: Truths & { readonly askers: readonly Asker[] },
  maker: QueryMaker,
): Witness[] {
  const { graph, oracle, things, mapping, askers } = truths;
  const reach = createReach(truths);
  const factsOf = (thing: Thing): Owner => mapping.ownerOf(thing)?.owner ?? {};
  const found = new Map<string, Witness[]>();
  const speaking = new Map<string, readonly string[]>();
  const all = [...things.values()];

  for (const type of graph.readable.filter((each) => graph.isEntity(each))) {
    const own = all.filter((thing) => thing.type === type);
    for (const asker of askers) {
      for (const alike of Map.groupBy(own, (thing) => standing(asker, factsOf(thing))).values()) {
        const facts = factsOf(alike[0]!);
        const row = oracle.isVisible(type, asker, facts);
        for (const field of graph.fieldsOf(type)) {
          if (!row.visible && !oracle.isHopeless(field.coordinate, asker)) continue;
          const full = alike.find(({ values }) => !isEmpty(values[field.name]));
          const ruling = oracle.rule(field.coordinate, asker, facts);
          const isShown = row.visible && ruling.share !== 'DENY' && full !== undefined;
          for (const of of [
            ...ruling.by,
            ...passedBy(field.coordinate, ruling.by),
            ...row.by,
            ...(isShown ? [field.coordinate] : []),
          ])
            add(of, asker, full ?? alike[0]!, field);
        }
      }
    }
  }
  for (const field of graph.fieldsOf('Query')) {
    if (field.args.some(({ name }) => name === 'id')) continue;
    for (const asker of askers) {
      const { by } = oracle.rule(field.coordinate, asker, {});
      for (const of of [...by, ...passedBy(field.coordinate, by)])
        keep(of, asker, () => maker.targeted({ coordinate: field.coordinate, route: 'direct' }));
    }
  }
  return [...found.values()].flat();

  /** The rules that speak of a field's kind of data and did not decide. */
  function passedBy(coordinate: string, by: readonly string[]): string[] {
    let rules = speaking.get(coordinate);
    if (!rules) {
      const category = oracle.places.get(coordinate)?.category ?? '';
      rules = oracle.policy.rules
        .filter(({ categories }) => categories.some((each) => `${category}.`.startsWith(`${each}.`)))
        .map(({ id }) => id);
      speaking.set(coordinate, rules);
    }
    return rules.filter((id) => !by.includes(id)).map((id) => `not ${id}`);
  }

  function add(of: string, asker: Asker, thing: Thing, field: GraphField): void {
    keep(of, asker, () => {
      const way = reach(thing, asker);
      return way && maker.under(way.root, way.key, way.links, field.coordinate);
    });
  }

  function keep(of: string, asker: Asker, make: () => GeneratedQuery | undefined): void {
    const some = found.get(of) ?? [];
    // Each by another caller: where one cannot get at the object, the next may.
    if (some.length >= EACH || some.some((each) => each.asker === asker)) return;
    const query = make();
    if (query) found.set(of, [...some, { of, asker, query }]);
  }
}

/** How an object stands to a caller, for taking one of each: what that comes to is the oracle's to say. */
const standing = (
  asker: Asker,
  { customer, branch, handler, handlers, level, standing: asked }: Owner,
): string =>
  [
    customer === asker.customerNumber,
    branch === asker.branch,
    handler === asker.staffNumber,
    handlers?.includes(asker.staffNumber ?? '-'),
    level,
    asker.mandates?.some((mandate) => mandate.customerNumber === customer),
    asked?.restricted,
    asked?.objected,
  ].join();

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

interface Reach {
  readonly root: GraphField;
  readonly key: string;
  readonly links: readonly GraphField[];
}

/** @returns how someone can get at an object: by its own key, or by that of an object that leads to it. */
function createReach({
  graph,
  oracle,
  things,
  mapping,
}: Truths): (thing: Thing, asker: Asker) => Reach | undefined {
  const parents = new Map<string, { thing: Thing; link: GraphField }[]>();
  for (const thing of things.values())
    for (const link of graph.fieldsOf(thing.type)) {
      if (link.leaf || !graph.isEntity(link.type)) continue;
      const value = thing.values[link.name];
      for (const each of (Array.isArray(value) ? value : [value]) as ({ id?: string } | null | undefined)[]) {
        if (!each?.id) continue;
        const key = thingKey(link.type, each.id);
        parents.set(key, [...(parents.get(key) ?? []), { thing, link }]);
      }
    }
  return function reach(thing, asker, depth = 0): Reach | undefined {
    const root = graph.byKey(thing.type);
    if (root)
      return oracle.isHopeless(root.coordinate, asker) ? undefined : { root, key: thing.id, links: [] };
    if (depth > 2) return undefined;
    for (const { thing: parent, link } of parents.get(thingKey(thing.type, thing.id)) ?? []) {
      const facts = mapping.ownerOf(parent)?.owner ?? {};
      if (!oracle.isVisible(parent.type, asker, facts).visible) continue;
      if (oracle.rule(link.coordinate, asker, facts).share === 'DENY') continue;
      const way = reach(parent, asker, depth + 1);
      if (way) return { ...way, links: [...way.links, link] };
    }
    return undefined;
  };
}
