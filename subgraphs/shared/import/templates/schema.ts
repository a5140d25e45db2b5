import { importOf } from '../graph';
import { camel, pascal } from '../names';
import { lines } from '../text';

/** A resolver class, and the file that it is in. */
export interface ResolverFile {
  readonly name: string;
  readonly file: string;
  /** Of a thing with a key: its type, and what loads it. */
  readonly entity?: { readonly type: string; readonly load: string };
}

/** Writes the subgraph's schema. */
export function schemaFile(name: string, resolvers: readonly ResolverFile[]): string {
  const references = resolvers.flatMap(({ entity }) => (entity ? [`${entity.type}: ${entity.load}`] : []));
  return `${lines(
    importOf(['type GraphQLSchema'], 'graphql'),
    importOf(['createSubgraphSchema'], '../shared/subgraph-schema'),
    ...resolvers.map(({ name: resolver, file, entity }) =>
      importOf([resolver, ...(entity ? [entity.load] : [])], `./${file}`),
    ),
  )}

/** @returns the ${pascal(name)} subgraph's schema. */
export const ${camel(name)}Schema = (): GraphQLSchema =>
  createSubgraphSchema(
    { resolvers: [${resolvers.map((each) => each.name).join(', ')}] },
    { ${references.join(', ')} },
  );
`;
}
