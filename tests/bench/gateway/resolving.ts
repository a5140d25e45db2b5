import { Supergraph } from '@apollo/federation-internals';
import { type GraphQLSchema, isUnionType } from 'graphql';
import type { Workload } from './workload';
import type { World } from './world';

/** @returns the subgraphs of a workload by name, each with a schema that answers from the workload's world. */
export function resolvingSubgraphs({ supergraph, world }: Workload): ReadonlyMap<string, GraphQLSchema> {
  return new Map(
    [...Supergraph.build(supergraph).subgraphs()].map(({ name, schema }) => [
      name,
      resolving(schema.toGraphQLJSSchema(), world),
    ]),
  );
}

function resolving(schema: GraphQLSchema, world: World): GraphQLSchema {
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    field.resolve =
      field.name === '_entities'
        ? (_, { representations }) =>
            (representations as readonly Record<string, unknown>[]).map((each) => world.find(each))
        : () => world.root[field.name];
  }
  const union = schema.getType('_Entity');
  if (isUnionType(union)) union.resolveType = (value) => (value as { __typename: string }).__typename;
  return schema;
}
