import {
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import type { JsonObject } from './json';

/** The variables that decide which selections of an operation count. */
export interface Conditions {
  /** Whether a variable is true, by its default where it is not given. */
  holds(variable: string, variables: Readonly<JsonObject>): boolean;
  /** Tells apart the variables for which different selections count. */
  key(variables: Readonly<JsonObject>): string;
  /** Whether `@skip` and `@include` leave a selection in. */
  includes(directives: readonly DirectiveNode[] | undefined, variables: Readonly<JsonObject>): boolean;
}

/** Finds the conditions of an operation. */
export function conditionsOf(document: DocumentNode, operation: OperationDefinitionNode): Conditions {
  const defaults = new Map<string, unknown>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? [])
    if (defaultValue) defaults.set(variable.name.value, valueFromASTUntyped(defaultValue));
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: args = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  const deciding = [...names];

  const holds: Conditions['holds'] = (variable, variables) => {
    const given = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
    return (given === undefined ? defaults.get(variable) : given) === true;
  };
  return {
    holds,
    key: (variables) => deciding.map((name) => (holds(name, variables) ? '1' : '0')).join(''),
    includes: (directives = [], variables) =>
      directives.every(({ name, arguments: args = [] }) => {
        if (name.value !== 'skip' && name.value !== 'include') return true;
        const value = args[0]?.value;
        const test =
          value?.kind === Kind.VARIABLE
            ? holds(value.name.value, variables)
            : value?.kind === Kind.BOOLEAN && value.value;
        return test === (name.value === 'include');
      }),
  };
}
