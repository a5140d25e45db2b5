import { type DocumentNode, visit } from 'graphql';

/** @throws {Error} the supergraph hands values down from enclosing objects, which no plan of ours carries out. */
export function refuseContext(supergraph: DocumentNode): void {
  const using = new Set<string>();
  visit(supergraph, {
    FieldDefinition({ name, directives = [] }) {
      const takes = directives.some(
        ({ name: { value }, arguments: args = [] }) =>
          value === 'join__field' && args.some((each) => each.name.value === 'contextArguments'),
      );
      if (takes) using.add(name.value);
    },
  });
  if (using.size === 0) return;
  throw new Error(
    `This gateway does not support @fromContext, which the supergraph uses for ${[...using].join(', ')}: ` +
      'give these fields their values as arguments of the client’s or by @requires.',
  );
}
