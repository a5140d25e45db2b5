import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { createMemo } from '../../../schema/policy/memo';
import { objectPlan } from './objects';
import { createFaults } from './place';
import type { Fixed, Run } from './run';

/** What an execution gave. Without `data`, nothing was executed. */
export interface Outcome {
  readonly data?: Record<string, unknown> | null;
  readonly errors: readonly GraphQLError[];
}

/** An operation that is read, checked and compiled. */
export interface CompiledOperation {
  /** Never rejects. @param variables as they were sent. */
  execute(context: unknown, variables: Readonly<Record<string, unknown>>): Promise<Outcome>;
}

/** How many combinations of conditions are kept per operation. */
const VARIANTS_MAX = 32;

/** As many mistakes in variables as graphql-js tells. */
const MISTAKES_MAX = 50;

/**
 * Compiles one operation to be executed again and again, with the same outcome as by graphql-js: fields are collected,
 * arguments and types looked up once, and what nobody needs (places, arguments of plain fields) is not made at all.
 *
 * @param document validated.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompiledOperation {
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments[each.name.value] = each;
  const fixed: Fixed = { schema, fragments, operation };
  const root = schema.getRootType(operation.operation);
  const names = decidingVariables(document);
  const plans = createMemo(VARIANTS_MAX, (key) => {
    const values = JSON.parse(key) as readonly unknown[];
    const deciding = Object.fromEntries(names.map((name, index) => [name, values[index]]));
    return root && objectPlan({ fixed, deciding }, root, [operation.selectionSet]);
  });

  return {
    async execute(context, given) {
      const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given, {
        maxErrors: MISTAKES_MAX,
      });
      if (!coerced) return { errors: errors ?? [] };
      const faults = createFaults();
      const run: Run = { fixed, context, variables: coerced, faults };
      const plan = plans(JSON.stringify(names.map((name) => coerced[name])));
      if (!plan) return { errors: [new GraphQLError('There is no such kind of operation.')] };
      try {
        const inTurn = operation.operation === 'mutation';
        const data = await (inTurn
          ? plan.buildInTurn(undefined, run)
          : plan.build(undefined, run, undefined));
        return { data: data as Record<string, unknown>, errors: faults.errors };
      } catch (error) {
        return { data: null, errors: [...faults.errors, error as GraphQLError] };
      }
    },
  };
}

/** Variables that `@skip` and `@include` look at. */
function decidingVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
