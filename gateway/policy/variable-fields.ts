import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  typeFromAST,
  visit,
} from 'graphql';
import type { Grounds } from './denial';

/** @returns the fields of an operation whose arguments depend on variables, with the type they stand on. */
export function variableFields(
  { schema }: Grounds,
  document: DocumentNode,
): readonly { readonly node: FieldNode; readonly type: GraphQLCompositeType }[] {
  const found: { node: FieldNode; type: GraphQLCompositeType }[] = [];
  const walk = (set: SelectionSetNode, type: GraphQLCompositeType): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) continue;
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const on = node.typeCondition ? typeFromAST(schema, node.typeCondition) : type;
        if (isCompositeType(on)) walk(node.selectionSet, on);
        continue;
      }
      const field =
        isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
      if (!field) continue;
      if (hasVariables(node)) found.push({ node, type });
      const named = getNamedType(field.type);
      if (node.selectionSet && isCompositeType(named)) walk(node.selectionSet, named);
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const root = schema.getRootType(definition.operation);
      if (root) walk(definition.selectionSet, root);
    } else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      const on = typeFromAST(schema, definition.typeCondition);
      if (isCompositeType(on)) walk(definition.selectionSet, on);
    }
  }
  return found;
}

/** Whether a field's arguments depend on variables. */
function hasVariables(node: FieldNode): boolean {
  let found = false;
  for (const argument of node.arguments ?? []) {
    visit(argument, { Variable: () => void (found = true) });
  }
  return found;
}
