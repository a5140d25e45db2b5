import { type GraphQLArgument, type GraphQLInputType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { Caller } from '../kernel/caller';
import type { AccessTable } from '../policy/compile';
import { isMaskedForm } from '../policy/masked-form';
import type { Classification } from '../policy/types';

/** A field with the arguments it takes. */
interface Field {
  readonly name: string;
  readonly args: readonly GraphQLArgument[];
}

/** One value that a caller sends: an argument, or a field of an input object, at any depth; lists item by item. */
interface Sent {
  /** e.g. `Query.searchCustomers(birthDate:)` or `ClaimFilter.motive`. */
  readonly coordinate: string;
  readonly value: unknown;
}

/** @param values the arguments as plain values; absent ones missing or `undefined`. */
function* sentBy(
  typeName: string,
  { name, args }: Field,
  values: Readonly<Record<string, unknown>>,
): Generator<Sent> {
  for (const argument of args) {
    yield* sentUnder(`${typeName}.${name}(${argument.name}:)`, argument.type, values[argument.name]);
  }
}

function* sentUnder(coordinate: string, type: GraphQLInputType, value: unknown): Generator<Sent> {
  if (value === undefined) return;
  if (isNonNullType(type)) {
    yield* sentUnder(coordinate, type.ofType, value);
    return;
  }
  if (isListType(type)) {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      yield* sentUnder(coordinate, type.ofType, item);
    }
    return;
  }
  yield { coordinate, value };
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return;
  for (const field of Object.values(type.getFields())) {
    const inner = Object.hasOwn(value, field.name) ? (value as Record<string, unknown>)[field.name] : undefined;
    yield* sentUnder(`${type.name}.${field.name}`, field.type, inner);
  }
}

/**
 * Looks for an argument that a caller may not use. Filtering, sorting or counting by a datum tells it, so that needs the
 * right to read it whole. Who is shown a mask or a pseudonym of it cannot look for it by that either: no system knows
 * what stands behind. What a mutation takes is governed by its action instead.
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
  for (const sent of sentBy(typeName, field, values)) {
    if (!mayUse(sent.coordinate, table, caller)) return sent.coordinate;
  }
  return undefined;
}

/**
 * What a list is filtered by that a caller may read of some objects only: an object of which they may not is to be left
 * out, or its place in the list would tell the datum.
 *
 * @returns coordinates of arguments and input fields that are given, each once.
 */
export function conditionalArguments(
  typeName: string,
  field: Field,
  values: Readonly<Record<string, unknown>>,
  table: AccessTable,
  caller: Caller,
): readonly string[] {
  if (typeName === 'Mutation') return [];
  const given = new Set([...sentBy(typeName, field, values)].flatMap(({ coordinate, value }) => (value === null ? [] : coordinate)));
  return [...given].filter((coordinate) => table.look(coordinate, caller).kind === 'CONDITIONAL');
}

/**
 * @returns whether a caller may ever give an argument or input field of a query: where they may read some datum of its
 *   kind whole.
 */
export function mayUse(coordinate: string, table: AccessTable, caller: Caller): boolean {
  const look = table.look(coordinate, caller);
  const possible = look.kind === 'CONDITIONAL' ? look.possible : [look.decision];
  return possible.some(({ effect }) => effect === 'ALLOW');
}

/**
 * Looks for what a mask or a pseudonym left of a value and a mutation is to write in its place. Every argument and
 * input field that is not purely technical is looked at.
 *
 * @returns its coordinate; `undefined` where there is none.
 */
export function writtenBack(
  typeName: string,
  field: Field,
  values: Readonly<Record<string, unknown>>,
  classification: Classification,
): string | undefined {
  if (typeName !== 'Mutation') return undefined;
  for (const { coordinate, value } of sentBy(typeName, field, values)) {
    const technical = classification.get(coordinate)?.category.startsWith('system.') ?? false;
    if (!technical && typeof value === 'string' && isMaskedForm(value)) return coordinate;
  }
  return undefined;
}
