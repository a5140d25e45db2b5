import { operationFromDocument, type Schema } from '@apollo/federation-internals';
import type { QueryPlanner } from '@apollo/query-planner';
import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  visit,
} from 'graphql';
import { createMemo } from '../../../schema/policy/memo';
import { fragmentsOf } from '../../plan/measure';
import { conditionsOf } from './conditions';
import type { Step } from './execution';
import type { JsonObject } from './json';
import { compileProjection, type Projection } from './projection';
import { compileSteps } from './steps';

/** What operations are compiled by. */
export interface Compiling {
  readonly planner: QueryPlanner;
  /** The API schema, as the planner and as graphql-js know it. */
  readonly api: Schema;
  readonly schema: GraphQLSchema;
  /** With everything that clients do not see: what fetches are about. */
  readonly supergraph: GraphQLSchema;
}

/** An operation, ready to run. */
export interface CompiledOperation {
  readonly run: Step;
  /** The answer's form, for the variables that decide which selections count. */
  projection(variables: Readonly<JsonObject>): Projection;
}

/** Forms kept per operation: one for each set of values of its conditions. */
const FORMS_MAX = 32;

/**
 * Plans and compiles one operation of a validated document.
 *
 * @throws {GraphQLError} it is of a kind that this gateway does not execute.
 */
export function compileOperation(
  { planner, api, schema, supergraph }: Compiling,
  document: DocumentNode,
  operationName: string | null | undefined,
): CompiledOperation {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) throw new GraphQLError('There is no such operation in the document.');
  if (operation.operation === OperationTypeNode.SUBSCRIPTION)
    throw new GraphQLError('Subscriptions are not answered here.');
  visit(document, {
    Directive({ name }) {
      if (name.value === 'defer')
        throw new GraphQLError('Deferred answers are not supported by this gateway.');
    },
  });
  const planned = operationFromDocument(api, document, operationName ? { operationName } : undefined);
  const { node } = planner.buildQueryPlan(planned);
  if (node?.kind === 'Subscription') throw new GraphQLError('Subscriptions are not answered here.');

  const conditions = conditionsOf(document, operation);
  const fragments = fragmentsOf(document);
  const forms = createMemo<{ projection?: Projection }>(FORMS_MAX, () => ({}));
  return {
    run: compileSteps(node, supergraph, conditions, operation.operation !== OperationTypeNode.QUERY),
    projection(variables) {
      const form = forms(conditions.key(variables));
      form.projection ??= compileProjection(
        { schema, fragments, includes: (directives) => conditions.includes(directives, variables) },
        root,
        operation.selectionSet,
      );
      return form.projection;
    },
  };
}
