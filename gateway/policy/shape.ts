import type { GraphQLOutputType } from 'graphql';

/** Why a selection was cut. */
export interface Denial {
  readonly code: 'FIELD_ACCESS_DENIED' | 'ARGUMENT_ACCESS_DENIED';
  /** The field, or the argument where that is what is denied. */
  readonly coordinate: string;
  /** The rule that says no; `-` where none does. */
  readonly rule: string;
  /** The scope that the token lacks, where that is the reason. */
  readonly scope?: string | undefined;
}

/** `@include(if: …)` or `@skip(if: …)`. */
export interface Condition {
  readonly include: boolean;
  /** A literal, or a variable's name and default. */
  readonly test: boolean | { readonly variable: string; readonly byDefault: unknown };
}

/** One part of a client's selection set, as it stood before the cut. */
export type Step =
  | {
      readonly kind: 'field';
      /** The response key: the alias, else the name. */
      readonly key: string;
      readonly name: string;
      readonly type: GraphQLOutputType;
      readonly conditions: readonly Condition[];
      readonly denial: Denial | undefined;
      readonly child: Shape | undefined;
    }
  | {
      readonly kind: 'fragment';
      /** The object types that it applies to. */
      readonly types: ReadonlySet<string>;
      readonly conditions: readonly Condition[];
      readonly shape: Shape;
    };

/** A client's selection set as it stood before the cut: what the answer must look like. */
export interface Shape {
  readonly steps: readonly Step[];
  /** Something in it, at any depth, was cut. */
  readonly cuts: boolean;
}

/** All selections of one response key on one object. */
export interface Collected {
  readonly name: string;
  readonly type: GraphQLOutputType;
  /** Set where any selection of the key was cut: one key gets one answer, the lower. */
  denial: Denial | undefined;
  readonly children: Shape[];
}

/** The variables as the client sent them. */
export type Variables = Readonly<Record<string, unknown>>;

/** Whether `@skip` and `@include` leave a selection in. */
export const isIncluded = (conditions: readonly Condition[], variables: Variables): boolean =>
  conditions.every(({ include, test }) => {
    if (typeof test === 'boolean') return test === include;
    const given = Object.hasOwn(variables, test.variable) ? variables[test.variable] : undefined;
    return (given === undefined ? test.byDefault : given) === include;
  });

/**
 * Collects the fields of one object as GraphQL does: fragments flattened, repeated fields merged, in the order in
 * which each response key comes first.
 *
 * @param typeName the object's own type.
 */
export function collect(
  shapes: readonly Shape[],
  typeName: string,
  variables: Variables,
): ReadonlyMap<string, Collected> {
  const fields = new Map<string, Collected>();
  const visited = new Set<Shape>();
  const visit = (shape: Shape): void => {
    if (visited.has(shape)) return;
    visited.add(shape);
    for (const step of shape.steps) {
      if (!isIncluded(step.conditions, variables)) continue;
      if (step.kind === 'fragment') {
        if (step.types.has(typeName)) visit(step.shape);
        continue;
      }
      const known = fields.get(step.key);
      if (!known) {
        const { name, type, denial, child } = step;
        fields.set(step.key, { name, type, denial, children: child ? [child] : [] });
        continue;
      }
      known.denial ??= step.denial;
      if (step.child) known.children.push(step.child);
    }
  };
  shapes.forEach(visit);
  return fields;
}

/** @returns every denial that `@skip` and `@include` leave in, whatever types the objects will have. */
export function denialsIn(root: Shape, variables: Variables): readonly Denial[] {
  const denials: Denial[] = [];
  const visited = new Set<Shape>();
  const visit = (shape: Shape): void => {
    if (!shape.cuts || visited.has(shape)) return;
    visited.add(shape);
    for (const step of shape.steps) {
      if (!isIncluded(step.conditions, variables)) continue;
      if (step.kind === 'fragment') visit(step.shape);
      else if (step.denial) denials.push(step.denial);
      else if (step.child) visit(step.child);
    }
  };
  visit(root);
  return denials;
}
