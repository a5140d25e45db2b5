import { Kind, parse, valueFromASTUntyped } from 'graphql';

/**
 * Reads where a supergraph's subgraphs are.
 *
 * @param supergraph SDL, as composition writes it.
 * @returns the URL of each subgraph by name; empty text where it has none.
 */
export function subgraphUrls(supergraph: string): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  for (const definition of parse(supergraph, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const { directives = [] } of definition.values ?? []) {
      const given = directives.find(({ name }) => name.value === 'join__graph')?.arguments ?? [];
      const { name, url } = Object.fromEntries(
        given.map((each) => [each.name.value, String(valueFromASTUntyped(each.value))]),
      );
      if (name !== undefined) urls.set(name, url ?? '');
    }
  }
  return urls;
}
