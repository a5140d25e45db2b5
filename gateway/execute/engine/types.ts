import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import type { JsonObject } from './json';

/**
 * Whether an object is of a type, which may be abstract.
 *
 * @param unknown the answer for an object that does not tell its type.
 */
export function isOfType(
  schema: GraphQLSchema,
  { __typename: name }: JsonObject,
  typeName: string,
  unknown = false,
): boolean {
  if (typeof name !== 'string') return unknown;
  if (name === typeName) return true;
  const type = schema.getType(name);
  const wanted = schema.getType(typeName);
  // A subgraph that knows an interface as an object type names the interface.
  return (
    isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type)
  );
}
