import type { GraphQLSchema } from 'graphql';
import { legacyHealthOf } from '../shared/legacy-health';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { claimById, ClaimDocumentsResolver } from './claim-documents.resolver';
import { documentById, DocumentResolver } from './document.resolver';
import { ClaimEvidenceResolver, EvidenceResolver } from './evidence/claim-evidence.resolver';
import { evidenceById } from './evidence/visible';
import { RequestEvidenceUploadResolver } from './evidence/request-upload.resolver';

const LegacyHealthResolver = legacyHealthOf('documentStore', 'document store (SOAP)');

/** @returns the documents subgraph's schema. */
export const documentsSchema = (): GraphQLSchema =>
  createSubgraphSchema(
    {
      resolvers: [
        DocumentResolver,
        ClaimDocumentsResolver,
        ClaimEvidenceResolver,
        EvidenceResolver,
        RequestEvidenceUploadResolver,
        LegacyHealthResolver,
      ],
    },
    { Document: documentById, Claim: claimById, Evidence: evidenceById },
  );
