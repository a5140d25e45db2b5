import type {
  FieldNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLResolveInfo,
  OperationDefinitionNode,
} from 'graphql';
import type { Faults, Place } from './place';

/** What is the same in every execution of one document. */
export type Fixed = Pick<GraphQLResolveInfo, 'schema' | 'fragments'> & {
  readonly operation: OperationDefinitionNode;
};

/** One execution. */
export interface Run {
  readonly fixed: Fixed;
  readonly context: unknown;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly faults: Faults;
}

/** A field of a selection: all nodes of one response key. */
export interface Selection {
  readonly key: string;
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
  readonly parent: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
}

/** What resolvers are told of where they are. @param place the field's own. */
export const infoOf = (
  { fixed, variables }: Run,
  { definition, nodes, parent }: Selection,
  place: Place,
): GraphQLResolveInfo => ({
  fieldName: definition.name,
  fieldNodes: nodes,
  returnType: definition.type,
  parentType: parent,
  path: place,
  schema: fixed.schema,
  fragments: fixed.fragments,
  rootValue: undefined,
  operation: fixed.operation,
  variableValues: variables,
});

/** Whether a value is still to come. */
export const isPending = (value: unknown): value is PromiseLike<unknown> =>
  (typeof value === 'object' || typeof value === 'function') &&
  value !== null &&
  typeof (value as { readonly then?: unknown }).then === 'function';

/** Whether what was completed is still to come: of our own making, such a value is always a real promise. */
export const isLater = (completed: unknown): completed is Promise<unknown> => completed instanceof Promise;
