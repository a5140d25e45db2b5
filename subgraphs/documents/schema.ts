import type { GraphQLSchema } from 'graphql';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { claimById, ClaimDocumentsResolver } from './claim-documents.resolver';
import { documentById, DocumentResolver } from './document.resolver';

/** @returns the documents subgraph's schema. */
export const documentsSchema = (): GraphQLSchema =>
  createSubgraphSchema(
    { resolvers: [DocumentResolver, ClaimDocumentsResolver] },
    { Document: documentById, Claim: claimById },
  );
