import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  visit,
} from 'graphql';
import { createMemo } from '../../../schema/policy/memo';
import { conditionsOf } from './conditions';
import type { Step } from './execution';
import type { JsonObject } from './json';
import { type NormalOperation, normalise } from './normal/normalise';
import { compileProjection, type Projection } from './projection';

/** An operation of one client: what is planned of it, and its answer's form. */
export interface ClientOperation {
  readonly normal: NormalOperation;
  /** Its plan, once it is known. */
  step?: Step;
  /** The answer's form, for the variables that decide which selections count. */
  projection(variables: Readonly<JsonObject>): Projection;
}

/** What operations are read by. */
export interface Reading {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  /** See {@link normalise}. */
  readonly taken: ReadonlySet<string>;
}

/** Forms kept per operation: one for each set of values of its conditions. */
const FORMS_MAX = 32;

/**
 * Reads one operation of a validated document.
 *
 * @throws {GraphQLError} it is of a kind that this gateway does not execute.
 */
export function readOperation(
  { schema, taken }: Reading,
  document: DocumentNode,
  operationName: string | null | undefined,
): ClientOperation {
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
  const normal = normalise(schema, document, operation, root, taken);
  const conditions = conditionsOf(document, operation);
  const forms = createMemo<{ projection?: Projection }>(FORMS_MAX, () => ({}));
  return {
    normal,
    projection(variables) {
      const form = forms(conditions.key(variables));
      form.projection ??= compileProjection(
        {
          schema,
          fragments: new Map(),
          includes: (directives) => conditions.includes(directives, variables),
          fetchedAs: normal.planKey,
        },
        root,
        normal.selectionSet,
      );
      return form.projection;
    },
  };
}
