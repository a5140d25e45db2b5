import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
} from 'graphql';
import { isPending } from './run';

/** Writes a leaf's value. @throws {Error} it cannot be written. */
export type WriteLeaf = (value: unknown) => unknown;

const MOST_INT = 2_147_483_647;

/** Values that are written as they are, by the function that would write them. */
const AS_THEY_ARE = new Map<unknown, (value: unknown) => boolean>([
  [GraphQLString.serialize, (value) => typeof value === 'string'],
  [GraphQLID.serialize, (value) => typeof value === 'string'],
  [GraphQLBoolean.serialize, (value) => typeof value === 'boolean'],
  [GraphQLFloat.serialize, Number.isFinite],
  [GraphQLInt.serialize, (value) => Number.isInteger(value) && Math.abs(value as number) <= MOST_INT],
]);

/** @returns what tells values of a type that are written as they are; absent where none is known to be. */
export const asItIs = (type: GraphQLLeafType): ((value: unknown) => boolean) | undefined =>
  AS_THEY_ARE.get(type.serialize);

/** Compiles how values of a scalar or an enumeration are written. */
export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  const write: WriteLeaf = (value) => {
    const written: unknown = type.serialize(value);
    if (written === null || written === undefined)
      throw new Error(`A value of "${type.name}" is not written.`);
    return isPending(written) ? Promise.resolve(written) : written;
  };
  const isWritten = asItIs(type);
  return isWritten ? (value) => (isWritten(value) ? value : write(value)) : write;
}
