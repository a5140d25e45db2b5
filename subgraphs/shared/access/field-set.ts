import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type SelectionSetNode,
} from 'graphql';

/** One field that a `fields:` argument of federation names. */
export interface NamedField {
  /** `Type.field`. */
  readonly coordinate: string;
  readonly name: string;
  /** Stands at the top of the set, and not inside another field. */
  readonly top: boolean;
  readonly leaf: boolean;
}

/**
 * Reads `fields:` of the directives of one kind, e.g. `@key(fields: "id owner { number }")`.
 *
 * @param names the directive's names: imported, or in federation's own namespace.
 */
export function fieldSets(
  type: GraphQLNamedType,
  directives: readonly ConstDirectiveNode[],
  names: readonly string[],
  argument = 'fields',
): readonly NamedField[] {
  return directives
    .filter(({ name }) => names.includes(name.value))
    .flatMap(({ arguments: given }) => {
      const value = given?.find((each) => each.name.value === argument)?.value;
      if (value?.kind !== Kind.STRING) return [];
      const [definition] = parse(`{ ${value.value} }`, { noLocation: true }).definitions;
      return definition?.kind === Kind.OPERATION_DEFINITION
        ? [...fieldsIn(definition.selectionSet, type, true)]
        : [];
    });
}

function* fieldsIn(set: SelectionSetNode, type: GraphQLNamedType, top: boolean): Generator<NamedField> {
  const fields: Readonly<Record<string, GraphQLField<unknown, unknown>>> =
    isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  for (const node of set.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) yield* fieldsIn(node.selectionSet, type, top);
    if (node.kind !== Kind.FIELD) continue;
    const name = node.name.value;
    yield { coordinate: `${type.name}.${name}`, name, top, leaf: node.selectionSet === undefined };
    const target = fields[name] && getNamedType(fields[name].type);
    if (node.selectionSet && target) yield* fieldsIn(node.selectionSet, target, false);
  }
}
