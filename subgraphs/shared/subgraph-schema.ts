import 'reflect-metadata';
import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLDirective, type GraphQLSchema, parse, specifiedDirectives } from 'graphql';
import { buildSchemaSync, createResolversMap, type BuildSchemaOptions } from 'type-graphql';
import { PERSONAL_DATA_SPEC } from '../../schema/policy/categories';
import { noEvents } from './subscriptions';

/** Loads one entity by the key fields of its representation; nothing else of a representation is ever read. */
export type ReferenceResolver<Context> = (
  key: { readonly id: string },
  context: Context,
) => Promise<object | null>;

const LINKS = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@composeDirective"])
  @link(url: "${PERSONAL_DATA_SPEC}", import: ["@personalData"])
  @composeDirective(name: "@personalData")
directive @personalData(category: String!, subject: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
`;

/**
 * Builds a Federation 2 subgraph from type-graphql classes.
 *
 * @param references one resolver per entity type that this subgraph can load by key.
 */
export function createSubgraphSchema<Context>(
  options: Pick<BuildSchemaOptions, 'resolvers' | 'orphanedTypes' | 'scalarsMap'>,
  references: Readonly<Record<string, ReferenceResolver<Context>>>,
): GraphQLSchema {
  const plain = buildSchemaSync({
    ...options,
    directives: specifiedDirectives as GraphQLDirective[],
    pubSub: noEvents,
    skipCheck: true,
    validate: false,
  });
  const resolvers = createResolversMap(plain) as Record<string, object>;
  for (const [type, load] of Object.entries(references)) {
    resolvers[type] = {
      ...resolvers[type],
      __resolveReference: ({ id }: { id: string }, context: Context) => load({ id }, context),
    };
  }
  return buildSubgraphSchema({
    typeDefs: parse(`${LINKS}\n${printSchemaWithDirectives(plain)}`),
    resolvers: resolvers as never,
  });
}

/** @returns the SDL that composition reads. */
export const subgraphSdl = (schema: GraphQLSchema): string => printSubgraphSchema(schema);
