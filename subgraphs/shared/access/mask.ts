import { type GraphQLLeafType, isEnumType } from 'graphql';
import type { OperationContext } from '../../../schema/kernel/operation';
import { perOperation } from '../per-operation';

/** Shortens or replaces the text of a value. */
export type Transform = (text: string) => string;

/** Types whose readers expect a day: of a masked one only its beginning is left, or nothing. */
const DAYS = new Set(['Date', 'DateTime']);

const NO_TEXT = new Set(['Int', 'Float', 'Boolean', ...DAYS]);

/** @returns whether every masked value of a type can be written; of the others, some or all become `null`. */
export const carriesMasks = (leaf: GraphQLLeafType): boolean => !isEnumType(leaf) && !NO_TEXT.has(leaf.name);

/**
 * Masks or pseudonymises a value, or each value of a list.
 *
 * @param leaf writes the value as text first, e.g. a `Money` as `-120.50 EUR`.
 * @returns text; `null` where the type cannot carry what is left of it (numbers, enumerations, days); an `Error` as it is.
 */
export function maskValue(value: unknown, leaf: GraphQLLeafType, transform: Transform): unknown {
  if (value === null || value === undefined || value instanceof Error) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => maskValue(item, leaf, transform));
  if (isEnumType(leaf)) return null;
  const text: unknown = leaf.serialize(value);
  if (typeof text !== 'string') return null;
  const masked = transform(text);
  return DAYS.has(leaf.name) && !text.startsWith(masked) ? null : masked;
}

const maskedIn = perOperation(() => new Set<string>());

/** Notes that a field was masked or pseudonymised in an operation. */
export const noteMasked = (operation: OperationContext, coordinate: string): void =>
  void maskedIn(operation).add(coordinate);

/** @returns the coordinates that were masked in an operation so far, for `extensions.access.masked`. */
export const maskedCoordinates = (operation: OperationContext): readonly string[] =>
  [...maskedIn(operation)].sort();
