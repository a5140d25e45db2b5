import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  GraphQLNonNull,
  GraphQLString,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
  valueFromASTUntyped,
} from 'graphql';
import { argumentDenial, fieldDenial, type Grounds } from './denial';
import { freeKey, rebuild } from './rebuild';
import type { Condition, Shape, Step, Variables } from './shape';

/** An operation without what its caller may never see, and what it looked like before. */
export interface Trimmed {
  /** The client's own document where nothing was cut. */
  readonly document: DocumentNode;
  readonly shape: Shape;
  /** The response key under which abstract objects tell their type; no key of the client's. */
  readonly typeKey: string;
}

interface Part<Node> {
  /** `undefined` where nothing of it is left. */
  readonly node: Node | undefined;
  readonly shape: Shape;
}

const TYPENAME_TYPE = new GraphQLNonNull(GraphQLString);

/**
 * Cuts an operation.
 *
 * @param variables decide about arguments only; `@skip` and `@include` stay in the document and in the shape.
 */
export function trim(
  grounds: Grounds,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Trimmed {
  const { schema } = grounds;
  const typeKey = freeKey(document);
  const typename: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: typeKey },
    name: { kind: Kind.NAME, value: '__typename' },
  };
  const defaults = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue && valueFromASTUntyped(defaultValue),
    ]),
  );
  const definitions = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) definitions.set(each.name.value, each);
  const fragments = new Map<string, Part<FragmentDefinitionNode>>();

  function trimSet(set: SelectionSetNode, type: GraphQLCompositeType): Part<SelectionSetNode> {
    const parts = set.selections.flatMap((selection) => trimSelection(selection, type));
    const shape = { steps: parts.map(({ step }) => step), cuts: parts.some(({ cuts }) => cuts) };
    const selections = parts.flatMap(({ node }) => node ?? []);
    if (selections.length === 0) return { node: undefined, shape };
    return { node: shape.cuts ? { ...set, selections } : set, shape };
  }

  interface SelectionPart {
    readonly step: Step;
    readonly node: SelectionNode | undefined;
    readonly cuts: boolean;
  }

  function trimSelection(node: SelectionNode, type: GraphQLCompositeType): SelectionPart[] {
    if (node.kind === Kind.FIELD) return [trimField(node, type)];
    const inner = node.kind === Kind.FRAGMENT_SPREAD ? trimFragment(node.name.value) : trimInline(node, type);
    if (!inner) return [];
    const { shape } = inner.part;
    const types = new Set(
      (isAbstractType(inner.on) ? schema.getPossibleTypes(inner.on) : [inner.on]).map(({ name }) => name),
    );
    const step: Step = { kind: 'fragment', types, conditions: conditionsOf(node.directives), shape };
    let left: SelectionNode | undefined = node;
    if (!inner.part.node) left = undefined;
    else if (node.kind === Kind.INLINE_FRAGMENT && shape.cuts)
      left = { ...node, selectionSet: inner.part.node };
    return [{ step, node: left, cuts: shape.cuts }];
  }

  function trimInline(node: InlineFragmentNode, type: GraphQLCompositeType) {
    const on = node.typeCondition ? typeFromAST(schema, node.typeCondition) : type;
    return isCompositeType(on) ? { on, part: trimSet(node.selectionSet, on) } : undefined;
  }

  function trimFragment(name: string) {
    const definition = definitions.get(name);
    const on = definition && typeFromAST(schema, definition.typeCondition);
    if (!definition || !isCompositeType(on)) return undefined;
    let part = fragments.get(name);
    if (!part) {
      const { node, shape } = trimSet(definition.selectionSet, on);
      part = { node: node && { ...definition, selectionSet: node }, shape };
      fragments.set(name, part);
    }
    return { on, part: { node: part.node?.selectionSet, shape: part.shape } };
  }

  function trimField(node: FieldNode, type: GraphQLCompositeType): SelectionPart {
    const name = node.name.value;
    const key = node.alias?.value ?? name;
    const conditions = conditionsOf(node.directives);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field) {
      // Introspection, which every caller asks of the schema that they are shown.
      const step: Step = {
        kind: 'field',
        key,
        name,
        type: name === '__typename' ? TYPENAME_TYPE : TYPENAME_TYPE.ofType, // `__type` may find nothing.
        conditions,
        denial: undefined,
        child: undefined,
      };
      return { step, node, cuts: false };
    }
    const denial = fieldDenial(grounds, type, name) ?? argumentDenial(grounds, type, field, node, variables);
    const common = { kind: 'field', key, name, type: field.type, conditions } as const;
    if (denial) return { step: { ...common, denial, child: undefined }, node: undefined, cuts: true };
    const named = getNamedType(field.type);
    const inner = node.selectionSet && isCompositeType(named) ? trimSet(node.selectionSet, named) : undefined;
    const step: Step = { ...common, denial: undefined, child: inner?.shape };
    if (!inner?.shape.cuts || !node.selectionSet || !named) return { step, node, cuts: false };
    const selections = [...(inner.node?.selections ?? [])];
    // An object with nothing left must still be there or not; an abstract one must tell which fragments were its own.
    if (selections.length === 0 || isAbstractType(named)) selections.push(typename);
    return { step, node: { ...node, selectionSet: { ...node.selectionSet, selections } }, cuts: true };
  }

  const conditionsOf = (directives: readonly DirectiveNode[] = []): Condition[] =>
    directives.flatMap((directive): Condition[] => {
      const { value } = directive.name;
      const test = directive.arguments?.find((each) => each.name.value === 'if')?.value;
      if ((value !== 'include' && value !== 'skip') || !test) return [];
      const include = value === 'include';
      if (test.kind === Kind.BOOLEAN) return [{ include, test: test.value }];
      if (test.kind !== Kind.VARIABLE) return [];
      const variable = test.name.value;
      return [{ include, test: { variable, byDefault: defaults.get(variable) } }];
    });

  const root = schema.getRootType(operation.operation);
  if (!root) return { document, shape: { steps: [], cuts: false }, typeKey };
  const { node, shape } = trimSet(operation.selectionSet, root);
  if (!shape.cuts) return { document, shape, typeKey };
  const selectionSet = node ?? { kind: Kind.SELECTION_SET, selections: [typename] };
  const left = [...fragments.values()].flatMap((each) => each.node ?? []);
  return { document: rebuild({ ...operation, selectionSet }, left), shape, typeKey };
}
