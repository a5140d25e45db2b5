import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  isInterfaceType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** All selections of one response key. */
export interface CollectedField {
  readonly key: string;
  /** Under which it was fetched. */
  readonly from: string;
  readonly name: string;
  readonly selectionSets: SelectionSetNode[];
}

/** What fields are collected by. */
export interface Collecting {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly includes: (directives: readonly DirectiveNode[] | undefined) => boolean;
  /** The key under which a field was fetched. */
  readonly fetchedAs: (node: FieldNode) => string;
}

/**
 * Collects the fields of an object as GraphQL does, in the order in which each response key comes first.
 *
 * @param type the object's own type; an abstract one where nobody could tell, for which only what all of it has counts.
 */
export function collectFields(
  { schema, fragments, includes, fetchedAs }: Collecting,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): readonly CollectedField[] {
  const fields = new Map<string, CollectedField>();
  const addField = (node: FieldNode): void => {
    const { alias, name, selectionSet } = node;
    const key = (alias ?? name).value;
    let field = fields.get(key);
    if (!field) {
      field = { key, from: fetchedAs(node), name: name.value, selectionSets: [] };
      fields.set(key, field);
    }
    if (selectionSet) field.selectionSets.push(selectionSet);
  };
  const applies = (condition: string | undefined): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const wanted = schema.getType(condition);
    return (
      isAbstractType(wanted) &&
      (isObjectType(type) || isInterfaceType(type)) &&
      schema.isSubType(wanted, type)
    );
  };
  const spread = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (!includes(selection.directives)) continue;
      if (selection.kind === Kind.FIELD) {
        addField(selection);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(selection.name.value)) continue;
        spread.add(selection.name.value);
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment && applies(fragment.typeCondition?.name.value)) visit(fragment.selectionSet);
    }
  };
  selectionSets.forEach(visit);
  return [...fields.values()];
}
