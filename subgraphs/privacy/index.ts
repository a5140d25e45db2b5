import { join } from 'node:path';
import { z } from 'zod';
import { startBeside } from '../shared/jobs/beside';
import { jobsVariable } from '../shared/jobs/settings';
import { createMeteredStore } from '../shared/metered-store';
import type { SubgraphModule } from '../shared/module';
import { createRowGate } from '../shared/row-gate';
import { loadClockRules } from './clock';
import type { PrivacyContext } from './context';
import { createDataMap } from './data-map';
import { requestClocksJob } from './notices/job';
import { createNoticeSource } from './notices/notice.source';
import { createPrivacySource } from './privacy.source';
import { privacySchema } from './schema';
import { heardEverywhere } from './standing.leased';
import { privacyMigrations } from './standing.reader';

/** The hub's own supergraph, from source and once compiled. */
const OWN_SUPERGRAPH = join(__dirname, '..', '..', 'schema', 'contract', 'supergraph.graphql');

/** The privacy subgraph's own settings. */
interface PrivacySettings {
  readonly supergraph: string;
  /** Whether this process does jobs: warnings of requests' clocks. */
  readonly jobs?: boolean;
}

/** The queue of jobs is looked at every so many seconds: what comes round hourly does not wait for it. */
const POLL_S = 30;

/** The rights of data subjects (art. 12 to 22 GDPR), on our own store. */
export const subgraph: SubgraphModule<PrivacySettings> = {
  name: 'privacy',
  port: 4108,
  settings: z
    .object({
      HUB_SUPERGRAPH: z.string().default(OWN_SUPERGRAPH),
      PRIVACY_JOBS: jobsVariable('PRIVACY_JOBS'),
    })
    .transform((env) => ({ supergraph: env.HUB_SUPERGRAPH, jobs: env.PRIVACY_JOBS })),
  schema: privacySchema,
  async create(
    { supergraph, jobs: withJobs },
    { ids, clock, log, policy, relations, erasers = [], consultations, store: open },
  ) {
    const rules = loadClockRules();
    const dataMap = createDataMap(supergraph, policy);
    const store = await open();
    await store.migrate('privacy', privacyMigrations());
    const jobs = withJobs
      ? startBeside(store, [requestClocksJob(store, rules, clock)], log, POLL_S)
      : undefined;
    return {
      name: 'privacy',
      schema: privacySchema(),
      context(operation): PrivacyContext {
        const metered = createMeteredStore(store, operation.sources);
        return {
          operation,
          clock,
          ids,
          policy,
          rules,
          dataMap,
          erasers,
          consultations,
          store: metered,
          heard: () => heardEverywhere(store),
          privacy: createPrivacySource(metered),
          notices: createNoticeSource(metered),
          admit: createRowGate(policy, operation, relations),
        };
      },
      ready: (timeoutMs) => store.ping(timeoutMs),
      close: async () => jobs?.close(),
    };
  },
};
