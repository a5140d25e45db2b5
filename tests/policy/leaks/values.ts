import { piecesOf } from './canaries';
import type { Truths } from './check';
import type { Thing } from './everything';
import { type Asker, shareOf } from './oracle';
import type { ArgumentValues, GeneratedQuery } from './queries';

/** Argument values out of a world: keys of its objects, and what its fields show. */
export function createValues({ things, graph, oracle }: Truths, random: () => number): ArgumentValues {
  const keys = new Map<string, string[]>();
  const byCategory = new Map<string, string[]>();
  for (const { type, id, values } of things.values()) {
    keys.set(type, [...(keys.get(type) ?? []), id]);
    for (const field of graph.fieldsOf(type)) {
      const value = values[field.name];
      const category = oracle.places.get(field.coordinate)?.category;
      if (!field.leaf || typeof value !== 'string' || category === undefined) continue;
      byCategory.set(category, [...(byCategory.get(category) ?? []), value]);
    }
  }
  const pick = (list: readonly string[] = []): string | undefined => list[Math.floor(random() * list.length)];
  return { key: (type) => pick(keys.get(type)), ofCategory: (category) => pick(byCategory.get(category)) };
}

/**
 * @returns whether an operation asks for data alone: how the hub's own parts are doing, of which nothing is personal, and
 *   what asking itself changes, is another from one moment to the next.
 */
export function createIsOfData({ graph, oracle, living }: Truths): (query: GeneratedQuery) => boolean {
  const isHubsOwn = (type: string, seen: readonly string[] = []): boolean =>
    graph
      .fieldsOf(type)
      .every(
        ({ coordinate, leaf, type: next }) =>
          (oracle.places.get(coordinate)?.category ?? 'system').startsWith('system') &&
          (leaf || seen.includes(next) || isHubsOwn(next, [...seen, next])),
      );
  const isLiving = (type: string): boolean =>
    !graph.isEntity(type) &&
    graph.fieldsOf(type).every(({ coordinate, leaf }) => leaf && living.has(coordinate));
  const names = graph.readable
    .flatMap((owner) => graph.fieldsOf(owner))
    .filter(
      ({ leaf, type, owner }) => !leaf && ((owner === 'Query' && isHubsOwn(type, [type])) || isLiving(type)),
    )
    .map(({ name }) => name);
  return ({ text }) => !names.some((name) => new RegExp(`\\b${name}\\b`).test(text));
}

/** @returns keys of objects that someone may know of. */
export function createVisibleKeys({
  things,
  oracle,
  mapping,
}: Truths): (asker: Asker, type: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (asker, type) => {
    const place = `${asker.name} ${asker.purpose} ${type}`;
    let keys = known.get(place);
    if (!keys) {
      keys = [...things.values()]
        .filter((thing) => thing.type === type)
        .filter((thing) => oracle.isVisible(type, asker, mapping.ownerOf(thing)?.owner ?? {}).visible)
        .map(({ id }) => id);
      known.set(place, keys);
    }
    return keys;
  };
}

/** @returns an operation mostly about objects that its caller may know of. */
export function createAim(
  truths: Truths,
  random: () => number,
): (asker: Asker, query: GeneratedQuery) => GeneratedQuery {
  const visible = createVisibleKeys(truths);
  return (asker, query) => {
    const variables: Record<string, unknown> = { ...query.variables };
    for (const [name, type] of Object.entries(query.keys)) {
      const keys = visible(asker, type);
      if (keys.length > 0 && random() < 0.8) variables[name] = keys[Math.floor(random() * keys.length)];
    }
    return { ...query, variables };
  };
}

/** Whether a piece of a text stands in something that someone may see in a world, as they may see it. */
export function createAllowed(truths: Truths): (asker: Asker) => (piece: string) => boolean {
  const { oracle, mapping } = truths;
  const sites = sitesOf(truths);
  const known = new Map<string, Map<string, boolean>>();
  return (asker) => {
    const key = `${asker.name} ${asker.purpose}`;
    const answers = known.get(key) ?? new Map<string, boolean>();
    known.set(key, answers);
    return (piece) => {
      let answer = answers.get(piece);
      if (answer === undefined)
        answers.set(piece, (answer = (sites.get(piece) ?? []).some((site) => isShown(site, piece, asker))));
      return answer;
    };
  };

  function isShown({ thing, way, value }: Site, piece: string, asker: Asker): boolean {
    const facts = mapping.ownerOf(thing)?.owner ?? {};
    if (!oracle.isVisible(thing.type, asker, facts).visible) return false;
    const shares = way.map((coordinate) => oracle.rule(coordinate, asker, facts).share);
    const share = shares.at(-1) ?? 'DENY';
    if (shares.includes('DENY')) return false;
    if (share === 'ALLOW') return true;
    const left = shareOf(value, share, facts.names);
    return [...piecesOf(typeof left === 'string' ? left : (JSON.stringify(left) ?? ''))].includes(piece);
  }
}

/** One value of one object, and the fields that lead to it from there. */
interface Site {
  readonly thing: Thing;
  readonly way: readonly string[];
  readonly value: unknown;
}

/** Where each piece of a text stands in a world. */
function sitesOf({ things, graph }: Truths): ReadonlyMap<string, readonly Site[]> {
  const sites = new Map<string, Site[]>();
  for (const thing of things.values()) walk(thing, thing.type, thing.values, []);
  return sites;

  function walk(
    thing: Thing,
    type: string,
    values: Readonly<Record<string, unknown>>,
    before: readonly string[],
  ): void {
    for (const field of graph.fieldsOf(type)) {
      const value = values[field.name];
      if (value === null || value === undefined || field.name === 'id') continue;
      const way = [...before, field.coordinate];
      for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
        if (item === null) continue;
        if (field.leaf) note({ thing, way, value: item });
        else if (!graph.isEntity(field.type)) walk(thing, field.type, item as Record<string, unknown>, way);
      }
    }
  }

  function note(site: Site): void {
    const { value } = site;
    for (const piece of new Set(piecesOf(typeof value === 'string' ? value : JSON.stringify(value)))) {
      const known = sites.get(piece);
      if (known) known.push(site);
      else sites.set(piece, [site]);
    }
  }
}
