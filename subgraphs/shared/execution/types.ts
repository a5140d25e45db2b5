import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isObjectType,
} from 'graphql';
import type { Place } from './place';
import { infoOf, isPending, type Run, type Selection } from './run';

type Inner = (value: NonNullable<unknown>, run: Run, place: Place) => unknown;

/** Builds an object of a type that is known. */
export type BuildOf = (type: GraphQLObjectType) => Inner;

/** Completes an object, once its type's own test, if it has one, says that it is one. */
export function objectOf(selection: Selection, type: GraphQLObjectType, build: Inner): Inner {
  const { isTypeOf } = type;
  if (!isTypeOf) return build;
  return (value, run, place) => {
    const admitted = (is: boolean): unknown => {
      if (!is) throw new GraphQLError(`A value is not of type "${type.name}".`, { nodes: selection.nodes });
      return build(value, run, place);
    };
    const is = isTypeOf(value, run.context, infoAt(run, selection, place));
    return isPending(is) ? Promise.resolve(is).then(admitted) : admitted(is);
  };
}

/** Completes an object whose type only itself tells. */
export function abstractOf(selection: Selection, type: GraphQLAbstractType, buildOf: BuildOf): Inner {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const known = new Map<unknown, Inner>();
  return (value, run, place) => {
    const told = (name: string | undefined): unknown => {
      let build = known.get(name);
      if (!build) known.set(name, (build = buildOf(typeNamed(selection, type, name, run))));
      return build(value, run, place);
    };
    const name = resolveType(value, run.context, infoAt(run, selection, place), type);
    return isPending(name) ? Promise.resolve(name).then(told) : told(name);
  };
}

function typeNamed(
  { parent, definition, nodes }: Selection,
  abstract: GraphQLAbstractType,
  name: unknown,
  { fixed: { schema } }: Run,
): GraphQLObjectType {
  const type = typeof name === 'string' ? schema.getType(name) : undefined;
  if (isObjectType(type) && schema.isSubType(abstract, type)) return type;
  throw new GraphQLError(
    `Abstract type "${abstract.name}" must resolve to one of its object types for field "${parent.name}.${definition.name}".`,
    { nodes },
  );
}

/** The field's own place is where the indices of its lists begin. */
function infoAt(run: Run, selection: Selection, place: Place): GraphQLResolveInfo {
  let field = place;
  while (typeof field.key === 'number' && field.prev) field = field.prev;
  return infoOf(run, selection, field);
}
