import type { Clock } from '../../schema/kernel/clock';
import { NotFound } from '../../schema/kernel/errors';
import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { RowFacts } from '../../schema/policy/row';
import type { MeteredStore } from '../shared/metered-store';
import type { Answering } from './answering/answering';
import type { UndeliveredAnswers } from './answering/delivery/undelivered.source';
import type { ClaimPartsSource } from './answering/parts.source';
import type { AutomationContext } from './automation/automate';
import type { ClaimLists } from './claim-list.source';
import { claimOf, factsOf } from './claim.record';
import type { Claim } from './claim.type';
import type { ClaimsSource } from './claims.source';
import type { ClockSource } from './deadlines/clocks.source';
import type { DeadlineRules } from './deadlines/rules';
import type { Redressing } from './redress/redress';
import type { SimilarClaims } from './repeated/similar';
import type { DraftRules } from './drafts/rules';
import type { TrackingLimits } from './tracking/limits';
import type { IntakeTree } from './intake/tree';
import type { HandlingContext } from './handling/open';
import type { LifeCycle } from './lifecycle/table';
import type { RoutingContext } from './routing/open';
import type { KeyResultRules } from './steering/okr';
import type { SteeringSource } from './steering/steering.source';
import type { MediationSource } from './mediation/mediation.source';
import type { MediationRules } from './mediation/rules';
import type { RetentionRules } from './retention/rules';
import type { ClaimSearch } from './search/search.source';

/** What this subgraph's resolvers work with, for one operation of one caller. */
export interface ClaimsContext extends AutomationContext, RoutingContext, HandlingContext {
  readonly operation: OperationContext;
  readonly clock: Clock;
  readonly ids: IdSealer;
  readonly store: MeteredStore;
  readonly claims: ClaimsSource;
  readonly lists: ClaimLists;
  readonly search: ClaimSearch;
  /** Points, answers and redress. */
  readonly parts: ClaimPartsSource;
  readonly answering: Answering;
  readonly undelivered: UndeliveredAnswers;
  readonly redress: Redressing;
  readonly rules: DeadlineRules;
  readonly clocks: ClockSource;
  readonly mediationRules: MediationRules;
  readonly retention: RetentionRules;
  readonly mediations: MediationSource;
  readonly lifeCycle: LifeCycle;
  readonly intake: IntakeTree;
  readonly tracking: TrackingLimits;
  readonly drafts: DraftRules;
  readonly similar: SimilarClaims;
  readonly steering: SteeringSource;
  readonly keyResults: KeyResultRules;
  /** Whether the caller may know of an object. */
  readonly visible: (type: string, facts: RowFacts) => boolean;
}

/**
 * @param number `undefined` where a key could not be opened.
 * @throws {NotFound} no such claim, or not visible to the caller.
 */
export async function claimByNumber(number: string | undefined, context: ClaimsContext): Promise<Claim> {
  const row = number === undefined ? undefined : await context.claims.byNumber(number);
  if (!row || !context.visible('Claim', factsOf(row))) throw new NotFound('Claim');
  return claimOf(row, context.ids);
}

/** As `claimByNumber`, by the graph's key. */
export const claimById = (id: string, context: ClaimsContext): Promise<Claim> =>
  claimByNumber(context.ids.open('clm', id), context);
