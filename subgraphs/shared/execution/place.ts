import { type FieldNode, type GraphQLError, type GraphQLResolveInfo, locatedError } from 'graphql';

/** A place in an answer, from its end to its beginning; absent for the whole. */
export type Place = GraphQLResolveInfo['path'];

/** The place one step further. @param typeName of the object, where the step is one of its fields. */
export const stepTo = (
  prev: Place | undefined,
  key: string | number,
  typeName: string | undefined,
): Place => ({
  prev,
  key,
  typename: typeName,
});

/** Response keys and indices of lists, from the beginning. */
function pathTo(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at; at = at.prev) path.push(at.key);
  return path.reverse();
}

/** What went wrong in one execution. */
export interface Faults {
  readonly errors: readonly GraphQLError[];
  /**
   * Says why there is nothing at a place, unless a place that holds it is nothing already.
   *
   * @param required whether there must be a value.
   * @returns null, for where nothing may be.
   * @throws {GraphQLError} the located error, for whatever holds a value that must be there.
   */
  note(error: unknown, nodes: readonly FieldNode[], place: Place, required: boolean): null;
}

export function createFaults(): Faults {
  const errors: GraphQLError[] = [];
  let nothing: Set<Place> | undefined;
  const isIn = (gone: ReadonlySet<Place>, place: Place): boolean => {
    for (let at: Place | undefined = place; at; at = at.prev) if (gone.has(at)) return true;
    return false;
  };
  return {
    errors,
    note(thrown, nodes, place, required) {
      const error = locatedError(thrown, nodes, pathTo(place));
      if (required) throw error;
      nothing ??= new Set();
      if (!isIn(nothing, place)) {
        nothing.add(place);
        errors.push(error);
      }
      return null;
    },
  };
}
