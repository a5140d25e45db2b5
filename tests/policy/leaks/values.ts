import { piecesOf } from './canaries';
import type { Truths } from './check';
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
function createVisibleKeys({
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

/** The pieces of everything that someone may see in a world, as they may see it. */
export function createAllowed({
  things,
  graph,
  oracle,
  mapping,
}: Truths): (asker: Asker) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (asker) => {
    const key = `${asker.name} ${asker.purpose}`;
    let pieces = known.get(key);
    if (!pieces) known.set(key, (pieces = allowedPieces(asker)));
    return pieces;
  };

  function allowedPieces(asker: Asker): ReadonlySet<string> {
    const pieces = new Set<string>();
    for (const thing of things.values()) {
      const facts = mapping.ownerOf(thing)?.owner ?? {};
      if (oracle.isVisible(thing.type, asker, facts).visible) walk(thing.type, thing.values, facts);
    }
    return pieces;

    function walk(type: string, values: Readonly<Record<string, unknown>>, facts: object): void {
      for (const field of graph.fieldsOf(type)) {
        const value = values[field.name];
        if (value === null || value === undefined || field.name === 'id') continue;
        const { share } = oracle.rule(field.coordinate, asker, facts);
        if (share === 'DENY') continue;
        for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
          if (item === null) continue;
          if (!field.leaf) {
            if (!graph.isEntity(field.type)) walk(field.type, item as Record<string, unknown>, facts);
          } else {
            const shown = shareOf(item, share);
            for (const piece of piecesOf(typeof shown === 'string' ? shown : (JSON.stringify(shown) ?? '')))
              pieces.add(piece);
          }
        }
      }
    }
  }
}
