import { join } from 'node:path';
import { z } from 'zod';
import { createMeteredStore } from '../shared/metered-store';
import { readMigrations } from '../shared/migrations';
import type { SubgraphModule } from '../shared/module';
import { allowedRelations, createVisibility } from '../shared/visibility';
import { loadAnswering } from './answering/answering';
import { createClaimParts } from './answering/parts.source';
import { openAutomation } from './automation/open';
import { createClaimLists } from './claim-list.source';
import { claimColumns } from './claim.record';
import { createClaimsSource } from './claims.source';
import type { ClaimsContext } from './context';
import { loadDeadlineRules } from './deadlines/rules';
import { loadIntake } from './intake/tree';
import { loadLifeCycle } from './lifecycle/table';
import { createRedressing } from './redress/redress';
import { loadRedressRules } from './redress/rules';
import { claimsSchema } from './schema';
import { loadTrackingLimits } from './tracking/limits';

export { importClaims, type ImportedClaim } from './claims.import';

/** Claims, on our own store. */
export const subgraph: SubgraphModule<object> = {
  name: 'claims',
  port: 4102,
  settings: z.object({}),
  schema: claimsSchema,
  async create(_settings, { evidence, ids, clock, policy, payments, store: open }) {
    const rules = loadDeadlineRules();
    const lifeCycle = loadLifeCycle();
    const automation = openAutomation(evidence, payments);
    const answering = loadAnswering();
    const redressRules = loadRedressRules();
    const intake = loadIntake();
    const tracking = loadTrackingLimits();
    const store = await open();
    await store.migrate('claims', readMigrations(join(__dirname, 'migrations')));
    return {
      name: 'claims',
      schema: claimsSchema(),
      context(operation, wanted): ClaimsContext {
        const { caller, sources } = operation;
        const metered = createMeteredStore(store, sources);
        return {
          operation,
          clock,
          ids,
          store: metered,
          ...automation(metered),
          claims: createClaimsSource(metered, wanted),
          parts: createClaimParts(metered),
          answering,
          redress: createRedressing(redressRules, payments, sources),
          lists: createClaimLists(metered, allowedRelations(policy, 'Claim', caller), claimColumns(wanted)),
          rules,
          lifeCycle,
          intake,
          tracking,
          visible: createVisibility(policy, caller),
        };
      },
      ready: (timeoutMs) => store.ping(timeoutMs),
      close: () => Promise.resolve(),
    };
  },
};
