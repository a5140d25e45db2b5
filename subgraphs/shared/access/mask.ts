import type { GraphQLLeafType } from 'graphql';
import type { OperationContext } from '../../../schema/kernel/operation';
import { type MaskName, masks } from '../../../schema/policy/masks';

/**
 * Masks a value, or each value of a list.
 *
 * @param leaf writes the value as text first, e.g. a `Money` as `-120.50 EUR`.
 * @returns text; `null` where the value is not text, because no mask knows how to shorten it; an `Error` as it is.
 */
export function maskValue(value: unknown, leaf: GraphQLLeafType, mask: MaskName): unknown {
  if (value === null || value === undefined || value instanceof Error) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => maskValue(item, leaf, mask));
  const text: unknown = leaf.serialize(value);
  return typeof text === 'string' ? masks[mask](text) : null;
}

const masked = new WeakMap<OperationContext, Set<string>>();

/** Notes that a field was masked in an operation. */
export function noteMasked(operation: OperationContext, coordinate: string): void {
  const coordinates = masked.get(operation);
  if (coordinates) coordinates.add(coordinate);
  else masked.set(operation, new Set([coordinate]));
}

/** @returns the coordinates that were masked in an operation so far, for `extensions.access.masked`. */
export const maskedCoordinates = (operation: OperationContext): readonly string[] =>
  [...(masked.get(operation) ?? [])].sort();
