import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { JsonObject, Path } from './json';
import { locate, type PlanPath } from './places';

/** Where the answers of one fetch went. */
export interface Destinations {
  readonly root: JsonObject;
  readonly path: PlanPath;
  /** The objects that were added to. */
  readonly entities: readonly JsonObject[];
  /** For each of them, which representation told about it; absent where the fetch asked about no entities. */
  readonly indices?: readonly number[];
  /** From the keys of the subgraph's answer to the client's. */
  readonly rename: (path: Path) => Path;
}

/** Gives a subgraph's errors their places in the whole answer: one error for each place that it speaks of. */
export function placeErrors(
  errors: readonly GraphQLFormattedError[],
  subgraph: string,
  destinations: Destinations,
): GraphQLError[] {
  const { root, path, entities, indices, rename } = destinations;
  const placesByObject = locate(root, path);
  const placesOf = (objects: readonly JsonObject[]): readonly Path[] => {
    const places = [...new Set(objects)].flatMap((object) => placesByObject.get(object) ?? []);
    return places.length > 0 ? places : [path.filter((step) => step !== '@')];
  };
  return errors.flatMap((error) => {
    const { path: told } = error;
    if (told === undefined) return [placed(error, subgraph, undefined)];
    if (!indices) return placesOf(entities).map((at) => placed(error, subgraph, [...at, ...rename(told)]));
    const [, index, ...rest] = told;
    const concerned = entities.filter((_, position) =>
      typeof index === 'number' ? indices[position] === index : indices[position] !== -1,
    );
    return placesOf(concerned).map((at) => placed(error, subgraph, [...at, ...rename(rest)]));
  });
}

function placed(error: GraphQLFormattedError, subgraph: string, path: Path | undefined): GraphQLError {
  const { message, extensions } = error;
  return new GraphQLError(message || `Error while fetching subquery from service "${subgraph}"`, {
    ...(path ? { path } : {}),
    originalError: error as unknown as Error,
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions, serviceName: subgraph },
  });
}

/**
 * Leaves out what the answer says already: a required value that is missing where, below or above it, something failed
 * is the consequence of that.
 */
export function unexplained(
  missing: readonly GraphQLError[],
  known: readonly GraphQLError[],
): GraphQLError[] {
  if (known.length === 0 || missing.length === 0) return [...missing];
  if (known.some(({ path }) => path === undefined)) return [];
  const prefixes = new Set<string>();
  const wholes = new Set<string>();
  for (const { path = [] } of known) {
    wholes.add(JSON.stringify(path));
    path.forEach((_, length) => prefixes.add(JSON.stringify(path.slice(0, length + 1))));
  }
  return missing.filter(({ path = [] }) => {
    const here = JSON.stringify(path);
    return (
      !prefixes.has(here) && !path.some((_, length) => wholes.has(JSON.stringify(path.slice(0, length + 1))))
    );
  });
}
