import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { type BoundedCache, createBoundedCache } from '../../subgraphs/shared/bounded-cache';
import { costOf } from './cost';

/** How many costs are kept of one operation: one for every choice of how long its pages are. */
const KEPT = 20;

/** What operations cost, as long as their documents are kept. */
const known = new WeakMap<GraphQLSchema, WeakMap<OperationDefinitionNode, BoundedCache<number>>>();

/** @returns what `costOf` says, which is asked once: a document says all of it but how long pages are. */
export function knownCostOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  let operations = known.get(schema);
  if (!operations) known.set(schema, (operations = new WeakMap()));
  let costs = operations.get(operation);
  if (!costs) operations.set(operation, (costs = createBoundedCache({ entries: KEPT })));
  const key = lengthsIn(operation, variables);
  let cost = costs.get(key);
  if (cost === undefined) costs.set(key, (cost = costOf(schema, document, operation, variables)));
  return cost;
}

/** What the cost may hang on: the variables' numbers, and whether there is a value where there is no number. */
function lengthsIn(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): string {
  let lengths = '';
  for (const { variable } of variableDefinitions) lengths += `${lengthIn(variables[variable.name.value])} `;
  return lengths;
}

function lengthIn(value: unknown): number | string {
  if (typeof value === 'number') return value;
  return value === undefined || value === null ? 'none' : 'other';
}
