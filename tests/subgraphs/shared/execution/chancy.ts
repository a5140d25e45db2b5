import {
  type GraphQLField,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { numberOf } from '../../../gateway/engine/chance';
import { made, type Weather } from './values';

/**
 * Gives every field of a schema something to answer: most by resolvers, which show what they were told; others by what
 * their object holds, or by its methods.
 */
export function makeChancy(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    if (isAbstractType(type)) type.resolveType = undefined;
    if (isObjectType(type)) type.isTypeOf = undefined;
    const kind = numberOf(type.name) % 4;
    if (isAbstractType(type) && kind === 0) type.resolveType = (value) => nameOf(value);
    if (isAbstractType(type) && kind === 1)
      type.resolveType = (value, context) => maybeLater(nameOf(value), context);
    if (isObjectType(type) && kind === 0) type.isTypeOf = (value) => isSound(value);
    if (isObjectType(type) && kind === 1)
      type.isTypeOf = (value, context) => maybeLater(isSound(value), context);
    if (!isObjectType(type)) continue;
    const isRoot = [schema.getQueryType(), schema.getMutationType()].includes(type);
    for (const field of Object.values(type.getFields())) {
      const resolves = isRoot || numberOf(`${type.name}.${field.name}`) % 2 === 0;
      delete field.resolve;
      if (resolves)
        field.resolve = (source, args, context, info) =>
          told(schema, field, source, args, context as Weather, info);
    }
  }
  return schema;
}

const nameOf = (value: unknown): string => (value as { readonly __typename: string }).__typename;
const isSound = (value: unknown): boolean => (value as { readonly sound: boolean }).sound;

const maybeLater = <T>(value: T, context: unknown): T | Promise<T> =>
  (context as Weather).later ? Promise.resolve(value) : value;

/** A value that depends on everything that a resolver is told. */
function told(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  source: unknown,
  args: unknown,
  weather: Weather,
  info: GraphQLResolveInfo,
): unknown {
  const path: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev)
    path.push(`${at.typename ?? ''}`, at.key);
  const where = [
    ...[info.fieldName, String(info.returnType), info.parentType.name, info.fieldNodes.length],
    ...[info.operation.operation, Object.keys(info.fragments), info.variableValues, info.schema === schema],
  ];
  const from = (source as { readonly identity?: string } | undefined)?.identity;
  return made(schema, field.type, JSON.stringify([from, path, where, args]), weather);
}
