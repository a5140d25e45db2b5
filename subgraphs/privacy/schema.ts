import type { GraphQLSchema } from 'graphql';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { ConsultationResolver } from './consultation.resolver';
import { dataSubjectById, type PrivacyContext } from './context';
import { DataSubjectResolver } from './data-subject.resolver';
import { ErasureResolver } from './erasure.resolver';
import { PrivacyNoticeResolver, RequestNoticesResolver } from './notices/notice.resolver';
import { RequestResolver } from './request.resolver';
import { StandingResolver } from './standing.resolver';

/** @returns the privacy subgraph's schema. */
export const privacySchema = (): GraphQLSchema =>
  createSubgraphSchema<PrivacyContext>(
    {
      resolvers: [
        ConsultationResolver,
        DataSubjectResolver,
        ErasureResolver,
        RequestResolver,
        PrivacyNoticeResolver,
        RequestNoticesResolver,
        StandingResolver,
      ],
    },
    { DataSubject: ({ id }, context) => dataSubjectById(id, context) },
  );
