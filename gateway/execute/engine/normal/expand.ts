import {
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** One field of the client's at one place of the answer: all its nodes there are merged. */
export interface PlacedField {
  /** The client's response key. */
  readonly key: string;
  readonly name: string;
  readonly args: readonly PlacedArgument[];
  readonly below: Place;
  /** Its response key in the plan, and how it is written there; set once it is written. */
  planned?: { readonly key: string; readonly text: string };
}

/** An argument as the client wrote it. */
export interface PlacedArgument {
  readonly name: string;
  readonly value: ValueNode;
  readonly type: GraphQLInputType;
}

/** A place of the answer, lists left out. */
export interface Place {
  /** By everything that tells two fields apart. */
  readonly fields: Map<string, PlacedField>;
  /** By their keys in the plan. */
  readonly byPlanKey: Map<string, PlacedField>;
}

/** An operation with its fragments written out, so that every field stands at one place. */
export interface Expanded {
  readonly selectionSet: SelectionSetNode;
  readonly root: Place;
  readonly placed: ReadonlyMap<FieldNode, PlacedField>;
}

/** Writes the fragments of a validated operation out where they are spread. Its size must be limited beforehand. */
export function expand(
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  rootType: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
): Expanded {
  const placed = new Map<FieldNode, PlacedField>();
  const expandField = (node: FieldNode, parent: GraphQLCompositeType, place: Place): FieldNode => {
    const definition = 'getFields' in parent ? parent.getFields()[node.name.value] : undefined;
    const field = placeField(node, definition, place);
    const type = definition && getNamedType(definition.type);
    const own: FieldNode =
      node.selectionSet && isCompositeType(type)
        ? { ...node, selectionSet: expandSet(node.selectionSet, type, field.below) }
        : { ...node };
    placed.set(own, field);
    return own;
  };
  const expandSet = (
    { selections }: SelectionSetNode,
    parent: GraphQLCompositeType,
    place: Place,
  ): SelectionSetNode => ({
    kind: Kind.SELECTION_SET,
    selections: selections.flatMap((node): SelectionNode[] => {
      if (node.kind === Kind.FIELD) return [expandField(node, parent, place)];
      const from = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      if (!from) return [];
      const condition = from.typeCondition && schema.getType(from.typeCondition.name.value);
      const type = isCompositeType(condition) ? condition : parent;
      const below = expandSet(from.selectionSet, type, place);
      // A fragment that changes nothing is as good as what it holds.
      if (type === parent && !node.directives?.length) return [...below.selections];
      return [
        {
          kind: Kind.INLINE_FRAGMENT,
          ...(from.typeCondition ? { typeCondition: from.typeCondition } : {}),
          directives: node.directives ?? [],
          selectionSet: below,
        },
      ];
    }),
  });
  const root = newPlace();
  return { selectionSet: expandSet(selectionSet, rootType, root), root, placed };
}

/** Below a leaf. */
const NOWHERE: Place = { fields: new Map(), byPlanKey: new Map() };

const newPlace = (): Place => ({ fields: new Map(), byPlanKey: new Map() });

function placeField(
  { alias, name, arguments: given = [], selectionSet }: FieldNode,
  definition: GraphQLField<unknown, unknown> | undefined,
  { fields }: Place,
): PlacedField {
  const key = (alias ?? name).value;
  const args = [...given].sort(byName).flatMap(({ name: { value: of }, value }) => {
    const type = definition?.args.find((each) => each.name === of)?.type;
    return type ? [{ name: of, value, type }] : [];
  });
  // On types that exclude each other, arguments of one name may be of different types.
  const identity =
    args.length === 0
      ? `${key} ${name.value}`
      : JSON.stringify([
          key,
          name.value,
          args.map((each) => [each.name, String(each.type), textOf(each.value)]),
        ]);
  let field = fields.get(identity);
  if (!field) {
    field = { key, name: name.value, args, below: selectionSet ? newPlace() : NOWHERE };
    fields.set(identity, field);
  }
  return field;
}

const byName = (a: ArgumentNode, b: ArgumentNode): number => (a.name.value < b.name.value ? -1 : 1);

/** The text of a value, the same for any order of its objects' fields. */
function textOf(value: ValueNode): string {
  if (value.kind === Kind.LIST) return `[${value.values.map(textOf).join()}]`;
  if (value.kind !== Kind.OBJECT) return print(value);
  return `{${value.fields
    .map((field) => `${field.name.value}:${textOf(field.value)}`)
    .sort()
    .join()}}`;
}
