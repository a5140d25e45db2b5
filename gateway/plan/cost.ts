import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLSchema,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type GraphQLNamedType,
} from 'graphql';
import { fragmentsOf } from './measure';

/** The argument that says how long a page is. */
const PAGE_ARGUMENT = 'first';

/** How many members a list without pages is taken to have. */
const USUAL_LIST = 5;

/** The fields of a connection that repeat once per member of the page. */
const PER_MEMBER = new Set(['edges', 'nodes']);

/**
 * How many values an operation may make the hub look up: each field counts as often as the lists above it are long.
 *
 * @param variables as the client sent them.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = fragmentsOf(document);
  const known = new Map<string, number>();
  const defaults = new Map(
    operation.variableDefinitions?.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );

  const pageOf = (node: FieldNode, field: GraphQLField<unknown, unknown>): number | undefined => {
    const argument = field.args.find(({ name }) => name === PAGE_ARGUMENT);
    if (!argument) return undefined;
    const given = node.arguments?.find(({ name }) => name.value === PAGE_ARGUMENT)?.value;
    let length: unknown = argument.defaultValue;
    if (given?.kind === Kind.INT) length = Number(given.value);
    if (given?.kind === Kind.VARIABLE) {
      const fallback = defaults.get(given.name.value);
      length = variables[given.name.value] ?? (fallback?.kind === Kind.INT ? Number(fallback.value) : length);
    }
    return typeof length === 'number' && length >= 0 ? length : USUAL_LIST;
  };

  const ofField = (node: FieldNode, type: GraphQLNamedType, page: number | undefined): number => {
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    const field = fields[node.name.value];
    if (!field) return 1; // `__typename`, introspection, or nothing that validation lets pass.
    const ownPage = pageOf(node, field);
    const inner = node.selectionSet ? ofSelections(node.selectionSet, getNamedType(field.type), ownPage) : 0;
    if (!isListType(getNullableType(field.type))) return 1 + inner;
    const length = ownPage ?? (PER_MEMBER.has(node.name.value) ? (page ?? USUAL_LIST) : USUAL_LIST);
    return 1 + length * inner;
  };
  const ofFragment = (name: string, page: number | undefined): number => {
    const key = `${name} ${page ?? ''}`;
    let cost = known.get(key);
    if (cost === undefined) {
      known.set(key, 0);
      const fragment = fragments.get(name);
      const type = fragment && schema.getType(fragment.typeCondition.name.value);
      cost = fragment && type ? ofSelections(fragment.selectionSet, type, page) : 0;
      known.set(key, cost);
    }
    return cost;
  };
  const ofSelections = (
    { selections }: SelectionSetNode,
    type: GraphQLNamedType,
    page: number | undefined,
  ): number => {
    let cost = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) cost += ofField(selection, type, page);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) cost += ofFragment(selection.name.value, page);
      else {
        const on = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
        cost += ofSelections(selection.selectionSet, on ?? type, page);
      }
    }
    return cost;
  };
  const root = schema.getRootType(operation.operation);
  return root ? ofSelections(operation.selectionSet, root, undefined) : 0;
}
