import { type GraphQLLeafType, isEnumType } from 'graphql';

/** Checks a value that is not null. @returns it, or `undefined` where it is not one of the type. */
export type Leaf = (value: unknown) => unknown;

const number = (value: unknown): unknown =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
const text = (value: unknown): unknown => (typeof value === 'string' ? value : undefined);

const BUILT_IN: Readonly<Record<string, Leaf>> = {
  String: text,
  ID: (value) => (typeof value === 'string' || Number.isInteger(value) ? value : undefined),
  Int: (value) => (Number.isInteger(value) ? value : undefined),
  Float: number,
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
};

/**
 * Subgraphs have serialised their values already: nothing is converted, but what is not of its type does not leave. A
 * scalar of their own may be anything.
 */
export function leafOf(type: GraphQLLeafType): Leaf {
  if (isEnumType(type)) {
    const values = new Set(type.getValues().map(({ name }) => name));
    return (value) => (typeof value === 'string' && values.has(value) ? value : undefined);
  }
  return BUILT_IN[type.name] ?? ((value) => value);
}
