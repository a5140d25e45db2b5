import {
  type DocumentNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Coordinates of fields, e.g. `Account.iban`. */
export type Coordinates = ReadonlySet<string>;

/** What one operation selects. */
export interface Selected {
  readonly coordinates: Coordinates;
  /** Another set of variables may select something else. */
  readonly varies: boolean;
}

type Variables = Readonly<Record<string, unknown>>;

/**
 * Finds the fields that an operation selects, over all its fragments; what `@skip` and `@include` leave out is not
 * selected. A field of an interface counts for each type that the object may have.
 *
 * @param document validated.
 */
export function selectedBy(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Selected {
  const coordinates = new Set<string>();
  const spread = new Set<string>();
  let varies = false;

  const conditionOf = ({ directives = [] }: SelectionNode): boolean =>
    directives.every(({ name, arguments: given = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return true;
      const value = given[0]?.value;
      if (value?.kind === Kind.BOOLEAN) return value.value === (name.value === 'include');
      if (value?.kind !== Kind.VARIABLE) return true;
      varies = true;
      const holds = variables[value.name.value] ?? defaultOf(operation, value.name.value);
      return holds !== (name.value === 'skip');
    });

  const visitField = (type: GraphQLNamedType, name: string, inner: SelectionSetNode | undefined): void => {
    if (!isObjectType(type) && !isInterfaceType(type)) return;
    const owners = isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
    for (const owner of owners) coordinates.add(`${owner.name}.${name}`);
    const field = type.getFields()[name];
    const target = field && getNamedType(field.type);
    if (inner && target && isCompositeType(target)) visit(inner, target);
  };

  const visit = ({ selections }: SelectionSetNode, type: GraphQLNamedType): void => {
    for (const selection of selections) {
      if (!conditionOf(selection)) continue;
      if (selection.kind === Kind.FIELD) visitField(type, selection.name.value, selection.selectionSet);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        visit(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? type);
      else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = document.definitions.find(
          (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
        );
        if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) continue;
        const on = typeNamed(fragment.typeCondition.name.value);
        if (on) visit(fragment.selectionSet, on);
      }
    }
  };
  const typeNamed = (name: string | undefined): GraphQLNamedType | undefined =>
    name === undefined ? undefined : schema.getType(name);

  const root = schema.getRootType(operation.operation);
  if (root) visit(operation.selectionSet, root);
  return { coordinates, varies };
}

const defaultOf = ({ variableDefinitions = [] }: OperationDefinitionNode, name: string): unknown => {
  const value = variableDefinitions.find(({ variable }) => variable.name.value === name)?.defaultValue;
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
};
