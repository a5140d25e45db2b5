import type { GraphQLSchema } from 'graphql';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { ViewerResolver } from './viewer.resolver';

/** @returns the viewer subgraph's schema. */
export const viewerSchema = (): GraphQLSchema => createSubgraphSchema({ resolvers: [ViewerResolver] }, {});
