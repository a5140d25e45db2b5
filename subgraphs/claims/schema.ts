import type { GraphQLSchema } from 'graphql';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { AnswerChangeResolver } from './answering/answer-change.resolver';
import { AnswerResolver } from './answering/answer.resolver';
import { DeliveryResolver } from './answering/delivery/delivery.resolver';
import { ClaimPointResolver } from './answering/point.resolver';
import { AutomationResolver } from './automation/automation.resolver';
import { ClaimChangedResolver } from './changes/change.resolver';
import { ClaimPartsResolver } from './claim-parts.resolver';
import { ClaimResolver } from './claim.resolver';
import { claimById, type ClaimsContext } from './context';
import { DeadlineNoticeResolver } from './deadlines/notice.resolver';
import { DatedCopyResolver } from './dated-copy.resolver';
import { FilingResolver } from './filing.resolver';
import { IntakeResolver } from './intake/intake.resolver';
import { DraftResolver } from './drafts/draft.resolver';
import { PossibleDuplicatesResolver, SimilarResolver } from './repeated/similar.resolver';
import { StrangerResolver } from './strangers/stranger.resolver';
import { TrackingResolver } from './tracking/tracking.resolver';
import { ChangeResolver } from './lifecycle/change.resolver';
import { MediationResolver } from './mediation/mediation.resolver';
import { RetentionResolver } from './retention/retention.resolver';
import { RedressChangeResolver } from './redress/redress-change.resolver';
import { ClaimRedressResolver } from './redress/redress.resolver';
import {
  accountByKey,
  AccountClaimsResolver,
  customerByKey,
  CustomerClaimsResolver,
  operationByKey,
  OperationClaimsResolver,
} from './links.resolver';
import { HandlingResolver } from './handling/handling.resolver';
import { NoteResolver } from './handling/note.resolver';
import { RoutingResolver } from './routing/routing.resolver';
import { SearchResolver } from './search/search.resolver';
import { WorkQueueResolver } from './work-queue/work-queue.resolver';
import { StatsResolver } from './steering/stats.resolver';

/** @returns the claims subgraph's schema. */
export const claimsSchema = (): GraphQLSchema =>
  createSubgraphSchema<ClaimsContext>(
    {
      resolvers: [
        ClaimResolver,
        ClaimChangedResolver,
        ClaimPartsResolver,
        AutomationResolver,
        RoutingResolver,
        WorkQueueResolver,
        SearchResolver,
        HandlingResolver,
        NoteResolver,
        FilingResolver,
        IntakeResolver,
        DatedCopyResolver,
        TrackingResolver,
        DraftResolver,
        PossibleDuplicatesResolver,
        SimilarResolver,
        ChangeResolver,
        DeadlineNoticeResolver,
        MediationResolver,
        RetentionResolver,
        StrangerResolver,
        ClaimPointResolver,
        AnswerResolver,
        AnswerChangeResolver,
        DeliveryResolver,
        ClaimRedressResolver,
        RedressChangeResolver,
        StatsResolver,
        CustomerClaimsResolver,
        AccountClaimsResolver,
        OperationClaimsResolver,
      ],
    },
    {
      Claim: ({ id }, context) => claimById(id, context),
      Customer: customerByKey,
      Account: accountByKey,
      Operation: operationByKey,
    },
  );
