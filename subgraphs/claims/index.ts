import { join } from 'node:path';
import { createSmtpDispatch } from '../../adapters/smtp';
import { createMeteredStore } from '../shared/metered-store';
import { readMigrations } from '../shared/migrations';
import type { SubgraphModule } from '../shared/module';
import { allowedRelations, createVisibility } from '../shared/visibility';
import { loadAnswering } from './answering/answering';
import { createUndeliveredAnswers } from './answering/delivery/undelivered.source';
import { createClaimParts } from './answering/parts.source';
import { automationJobs } from './automation/job';
import { openAutomation } from './automation/open';
import { createClaimMarks } from './changes/marks';
import { startTelling } from './changes/open';
import { createClaimLists } from './claim-list.source';
import { claimColumns } from './claim.record';
import { createClaimsSource } from './claims.source';
import type { ClaimsContext } from './context';
import { createClockSource } from './deadlines/clocks.source';
import { loadDeadlineRules } from './deadlines/rules';
import { openHandling } from './handling/open';
import { loadIntake } from './intake/tree';
import { startClaimJobs } from './jobs/claim-jobs';
import { type ClaimsSettings, claimsSettings } from './jobs/settings';
import { loadLifeCycle } from './lifecycle/table';
import { createMediationSource } from './mediation/mediation.source';
import { loadMediationRules } from './mediation/rules';
import { loadRetentionRules } from './retention/rules';
import { createRedressing } from './redress/redress';
import { loadRedressRules } from './redress/rules';
import { openRouting } from './routing/open';
import { loadRoutingRules } from './routing/rules';
import { claimsSchema } from './schema';
import { createClaimSearch } from './search/search.source';
import { loadKeyResults } from './steering/okr';
import { createSteeringSource } from './steering/steering.source';
import { loadDraftRules } from './drafts/rules';
import { createSimilarClaims, loadRepetitionRules } from './repeated/similar';
import { loadTrackingLimits } from './tracking/limits';

export { importClaims, type ImportedClaim } from './claims.import';

/** Claims, on our own store. */
export const subgraph: SubgraphModule<ClaimsSettings> = {
  name: 'claims',
  port: 4102,
  settings: claimsSettings,
  schema: claimsSchema,
  async create(
    { jobs: withJobs, mail },
    { changeBus, contacts, evidence, ids, letters, clock, log, marks, policy, payments, store: open },
  ) {
    const rules = loadDeadlineRules();
    const lifeCycle = loadLifeCycle();
    const mediationRules = loadMediationRules();
    const retention = loadRetentionRules();
    const automation = openAutomation(evidence, payments);
    const routingRules = loadRoutingRules();
    const routing = openRouting(routingRules);
    const handling = openHandling();
    const answering = loadAnswering();
    const redressRules = loadRedressRules();
    const intake = loadIntake();
    const tracking = loadTrackingLimits();
    const drafts = loadDraftRules();
    const repetition = loadRepetitionRules();
    const keyResults = loadKeyResults();
    const store = await open();
    await store.migrate('claims', readMigrations(join(__dirname, 'migrations')));
    const jobs = withJobs
      ? startClaimJobs({
          ...{ store, clock, log, rules, routing: routingRules, marks },
          again: automationJobs({ store, clock, lifeCycle, evidence, payments }),
          delivery: { ids, contacts, letters, dispatch: mail && createSmtpDispatch(mail) },
        })
      : undefined;
    const telling = startTelling(store, ids, changeBus, log);
    return {
      name: 'claims',
      schema: claimsSchema(),
      changes: createClaimMarks(store, ids),
      context(operation, wanted): ClaimsContext {
        const { caller, sources } = operation;
        const metered = createMeteredStore(store, sources);
        return {
          operation,
          clock,
          ids,
          store: metered,
          ...automation(metered),
          ...routing(metered),
          ...handling(metered, allowedRelations(policy, 'Claim', caller), claimColumns(wanted)),
          claims: createClaimsSource(metered, wanted),
          parts: createClaimParts(metered),
          answering,
          undelivered: createUndeliveredAnswers(
            metered,
            allowedRelations(policy, 'Claim', caller),
            claimColumns(wanted),
          ),
          redress: createRedressing(redressRules, payments, sources),
          lists: createClaimLists(metered, allowedRelations(policy, 'Claim', caller), claimColumns(wanted)),
          search: createClaimSearch(metered, allowedRelations(policy, 'Claim', caller), claimColumns(wanted)),
          rules,
          clocks: createClockSource(metered, allowedRelations(policy, 'Claim', caller)),
          mediationRules,
          retention,
          mediations: createMediationSource(metered),
          lifeCycle,
          intake,
          tracking,
          drafts,
          similar: createSimilarClaims(metered, repetition),
          steering: createSteeringSource(metered),
          keyResults,
          visible: createVisibility(policy, caller),
        };
      },
      ready: (timeoutMs) => store.ping(timeoutMs),
      close: async () => {
        await telling?.close();
        await jobs?.close();
      },
    };
  },
};
