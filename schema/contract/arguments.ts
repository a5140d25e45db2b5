import { type GraphQLArgument, type GraphQLInputType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { Caller } from '../kernel/caller';
import type { AccessTable } from '../policy/compile';

/** A field with the arguments it takes. */
interface Field {
  readonly name: string;
  readonly args: readonly GraphQLArgument[];
}

/**
 * Looks for an argument that a caller may not use. Filtering, sorting or counting by a datum tells it, so that needs the
 * right to read it whole. What a mutation takes is governed by its action instead.
 *
 * @param typeName the type that the field belongs to.
 * @param values the arguments as plain values; absent ones missing or `undefined`.
 * @returns the coordinate, e.g. `Query.searchCustomers(birthDate:)` or `ClaimFilter.motive`; `undefined` where all are fine.
 */
export function deniedArgument(
  typeName: string,
  field: Field,
  values: Readonly<Record<string, unknown>>,
  table: AccessTable,
  caller: Caller,
): string | undefined {
  if (typeName === 'Mutation') return undefined;
  for (const { name, type } of field.args) {
    const value = values[name];
    if (value === undefined) continue;
    const coordinate = `${typeName}.${field.name}(${name}:)`;
    const denied = mayUse(coordinate, table, caller) ? deniedInside(type, value, table, caller) : coordinate;
    if (denied !== undefined) return denied;
  }
  return undefined;
}

function deniedInside(
  type: GraphQLInputType,
  value: unknown,
  table: AccessTable,
  caller: Caller,
): string | undefined {
  if (isNonNullType(type)) return deniedInside(type.ofType, value, table, caller);
  if (isListType(type)) {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      const denied = deniedInside(type.ofType, item, table, caller);
      if (denied !== undefined) return denied;
    }
    return undefined;
  }
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return undefined;
  for (const field of Object.values(type.getFields())) {
    const inner = (value as Record<string, unknown>)[field.name];
    if (inner === undefined) continue;
    const coordinate = `${type.name}.${field.name}`;
    const denied = mayUse(coordinate, table, caller) ? deniedInside(field.type, inner, table, caller) : coordinate;
    if (denied !== undefined) return denied;
  }
  return undefined;
}

function mayUse(coordinate: string, table: AccessTable, caller: Caller): boolean {
  const look = table.look(coordinate, caller);
  const possible = look.kind === 'CONDITIONAL' ? look.possible : [look.decision];
  return possible.some(({ effect }) => effect === 'ALLOW');
}
