import {
  type ExecutionResult,
  getNamedType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { HubError } from '../../schema/kernel/errors';
import { collect, type Collected, type Denial, type Shape, type Variables } from './shape';

type Path = readonly string[];

const MESSAGES = {
  FIELD_ACCESS_DENIED: 'This field is not accessible to you.',
  ARGUMENT_ACCESS_DENIED: 'This argument is not accessible to you.',
} as const;

/**
 * Puts back what was cut: `null` at each place, in the order in which the client asked, and one error per selection
 * that was reached, with a path of response keys (a list counts once).
 *
 * @param shape the operation before the cut.
 * @param typeKey the response key under which abstract objects tell their type; taken out again.
 */
export function restoreCuts(
  result: ExecutionResult,
  root: GraphQLObjectType,
  shape: Shape,
  typeKey: string,
  variables: Variables,
): ExecutionResult {
  if (!shape.cuts || !result.data) return result;
  const errors = new Map<string, GraphQLError>();
  const known = new WeakMap<readonly Shape[], Map<string, ReadonlyMap<string, Collected>>>();

  function fieldsOf(shapes: readonly Shape[], typeName: string): ReadonlyMap<string, Collected> {
    let byType = known.get(shapes);
    if (!byType) known.set(shapes, (byType = new Map<string, ReadonlyMap<string, Collected>>()));
    let fields = byType.get(typeName);
    if (!fields) byType.set(typeName, (fields = collect(shapes, typeName, variables)));
    return fields;
  }

  function deny({ code, coordinate }: Denial, path: Path): null {
    const place = JSON.stringify(path);
    if (!errors.has(place)) {
      const originalError = new HubError(code, MESSAGES[code], { coordinate });
      errors.set(
        place,
        new GraphQLError(MESSAGES[code], { path, originalError, extensions: { code, coordinate } }),
      );
    }
    return null;
  }

  function restoreObject(
    object: Record<string, unknown>,
    typeName: string,
    shapes: readonly Shape[],
    path: Path,
  ) {
    const restored = Object.create(null) as Record<string, unknown>;
    for (const [key, { type, denial, children }] of fieldsOf(shapes, typeName)) {
      const here = [...path, key];
      const value = denial ? deny(denial, here) : restoreValue(own(object, key), type, children, here);
      if (value === undefined) continue;
      if (value === null && isNonNullType(type)) return null;
      restored[key] = value;
    }
    return restored;
  }

  function restoreValue(
    value: unknown,
    type: GraphQLOutputType,
    shapes: readonly Shape[],
    path: Path,
  ): unknown {
    if (value === null || typeof value !== 'object' || !shapes.some(({ cuts }) => cuts)) return value;
    if (isNonNullType(type)) return restoreValue(value, type.ofType, shapes, path);
    if (isListType(type)) {
      if (!Array.isArray(value)) return value;
      const items = value.map((item: unknown) => restoreValue(item, type.ofType, shapes, path));
      return isNonNullType(type.ofType) && items.includes(null) ? null : items;
    }
    const object = value as Record<string, unknown>;
    const named = getNamedType(type);
    const typeName = isObjectType(named) ? named.name : own(object, typeKey);
    return typeof typeName === 'string' ? restoreObject(object, typeName, shapes, path) : null;
  }

  const data = restoreObject(result.data, root.name, [shape], []);
  const all = [...(result.errors ?? []), ...errors.values()];
  return { ...result, data, ...(all.length > 0 && { errors: all }) };
}

/** A value under a response key, which may be `__proto__` or `constructor`. */
const own = (object: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;
