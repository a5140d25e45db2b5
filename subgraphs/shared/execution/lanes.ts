import type { GraphQLField, GraphQLFieldResolver } from 'graphql';

/** Keeps guard over the fields of a schema, and can be asked once for all that is selected of an object. */
export interface Gate {
  /**
   * Decides about an object's fields, and counts them as decided.
   *
   * @param lanes of the fields, one for each time that a field is selected; the same list for the same selection.
   * @returns `undefined` where fields are to be decided one by one.
   */
  pass(lanes: readonly Lane[], source: unknown, context: unknown): Pass | undefined;
}

/** A decision about an object's fields: the same one for objects that are decided alike. */
export interface Pass {
  /** Lanes of fields that are shown whole. All others are decided, and counted, one by one. */
  readonly opens: ReadonlySet<Lane>;
}

/** The way to a guarded field's value without its guard. */
export interface Lane {
  readonly gate: Gate;
  /** Absent where the object itself holds the value. */
  readonly open: GraphQLFieldResolver<unknown, unknown> | undefined;
}

const LANE = Symbol('lane');

/** Lets executions ask a field's gate first. The field's own resolver stays guarded, for whoever does not ask. */
export function setLane(field: GraphQLField<unknown, unknown>, lane: Lane): void {
  field.extensions = { ...field.extensions, [LANE]: lane };
}

/** @returns `undefined` where only the field's own resolver leads to its value. */
export const laneOf = ({ extensions }: GraphQLField<unknown, unknown>): Lane | undefined =>
  (extensions as { readonly [LANE]?: Lane })[LANE];
