import {
  type FieldNode,
  type FragmentDefinitionNode,
  getDirectiveValues,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  GraphQLSkipDirective,
  type InlineFragmentNode,
  isAbstractType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { Fixed, Selection } from './run';

/** What selections are found by. */
export interface Selecting {
  readonly fixed: Fixed;
  /** The variables that decide about `@skip` and `@include`. */
  readonly deciding: Readonly<Record<string, unknown>>;
}

/**
 * Collects the fields of an object as the specification does.
 *
 * @throws {GraphQLError} a condition has no value.
 */
export function selectionsOf(
  selecting: Selecting,
  type: GraphQLObjectType,
  sets: readonly (SelectionSetNode | undefined)[],
): readonly Selection[] {
  const { fragments } = selecting.fixed;
  const nodesByKey = new Map<string, [FieldNode, ...FieldNode[]]>();
  const spread = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD && spread.has(selection.name.value)) continue;
      if (!isIncluded(selecting, selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const nodes = nodesByKey.get(key);
        if (nodes) nodes.push(selection);
        else nodesByKey.set(key, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(selecting, selection, type)) visit(selection.selectionSet);
      } else {
        spread.add(selection.name.value);
        const fragment = fragments[selection.name.value];
        if (fragment && applies(selecting, fragment, type)) visit(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) if (set) visit(set);
  return [...nodesByKey].flatMap(([key, nodes]) => {
    const definition = definitionOf(selecting.fixed, type, nodes[0].name.value);
    return definition ? [{ key, nodes, parent: type, definition }] : [];
  });
}

function definitionOf(
  { schema }: Fixed,
  type: GraphQLObjectType,
  name: string,
): Selection['definition'] | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return type.getFields()[name];
}

const isIncluded = ({ deciding }: Selecting, node: SelectionNode): boolean =>
  getDirectiveValues(GraphQLSkipDirective, node, deciding)?.if !== true &&
  getDirectiveValues(GraphQLIncludeDirective, node, deciding)?.if !== false;

function applies(
  { fixed: { schema } }: Selecting,
  { typeCondition }: FragmentDefinitionNode | InlineFragmentNode,
  type: GraphQLObjectType,
): boolean {
  if (!typeCondition || typeCondition.name.value === type.name) return true;
  const wanted = schema.getType(typeCondition.name.value);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}
