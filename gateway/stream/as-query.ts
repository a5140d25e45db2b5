import {
  type DocumentNode,
  type FieldNode,
  getVariableValues,
  getArgumentValues,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { FollowedField } from './fields';

/** A subscription as this gateway carries it out. */
export interface Following {
  readonly field: FollowedField;
  /** The value of the field's one argument; absent where the client gave none that fits: the query says so. */
  readonly key: string | undefined;
  /** Under which name each answer holds what is followed. */
  readonly responseKey: string;
  /** The text of the query that answers each event: the client's own selection, of the field that is asked. */
  readonly query: string;
}

/**
 * Makes the query that answers each event of a subscription. The planner and the subgraphs see queries only, and every
 * event takes the way of a query through the policy.
 *
 * @param document valid; its subscription has one root field.
 * @returns `undefined` where that field is not one to follow.
 */
export function followingOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  fields: ReadonlyMap<string, FollowedField>,
): Following | undefined {
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const types = new TypeInfo(schema);
  const root = schema.getSubscriptionType();
  let found: FieldNode | undefined;
  const toQuery = <T extends { readonly typeCondition?: unknown }>(node: T): T =>
    root && types.getType() === root ? { ...node, typeCondition: QUERY } : node;
  const query = visit(
    own,
    visitWithTypeInfo(types, {
      OperationDefinition: { leave: (node) => ({ ...node, operation: OperationTypeNode.QUERY }) },
      Field: {
        leave(node) {
          const followed = types.getParentType() === root ? fields.get(node.name.value) : undefined;
          if (!followed) return undefined;
          found ??= node;
          const alias = node.alias ?? node.name;
          return { ...node, alias, name: { kind: Kind.NAME, value: followed.query } };
        },
      },
      InlineFragment: { leave: (node) => (node.typeCondition ? toQuery(node) : undefined) },
      FragmentDefinition: { leave: toQuery },
    }),
  );
  const field = found && fields.get(found.name.value);
  if (!found || !field) return undefined;
  return {
    field,
    key: keyOf(schema, operation, found, field, variables),
    responseKey: (found.alias ?? found.name).value,
    query: print(query),
  };
}

const QUERY = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'Query' } } as const;

function keyOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  node: FieldNode,
  { name, key }: FollowedField,
  variables: Readonly<Record<string, unknown>>,
): string | undefined {
  const definition = schema.getSubscriptionType()?.getFields()[name];
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!definition || !coerced) return undefined;
  try {
    return String(getArgumentValues(definition, node, coerced)[key]);
  } catch {
    return undefined;
  }
}
