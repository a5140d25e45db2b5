import { type ConstDirectiveNode, type DocumentNode, Kind, visit } from 'graphql';

/**
 * Puts keys that a subgraph resolves entities by before those that it only refers to them by. To come back to a subgraph
 * with what a field requires, the planner takes the first key that the subgraph knows, of either sort.
 *
 * @returns the same document where they are in this order already.
 */
export function resolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  const sorted = <T extends { readonly directives?: readonly ConstDirectiveNode[] }>(
    node: T,
  ): T | undefined => {
    const { directives = [] } = node;
    const inOrder = [
      ...directives.filter((each) => !isReferenceOnly(each)),
      ...directives.filter(isReferenceOnly),
    ];
    return inOrder.some((each, at) => each !== directives[at]) ? { ...node, directives: inOrder } : undefined;
  };
  return visit(supergraph, { ObjectTypeDefinition: sorted, InterfaceTypeDefinition: sorted });
}

/** `@join__type(key: …, resolvable: false)`. */
const isReferenceOnly = ({ name, arguments: args = [] }: ConstDirectiveNode): boolean =>
  name.value === 'join__type' &&
  args.some(
    ({ name: argument, value }) =>
      argument.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
  );
