import { join } from 'node:path';
import { z } from 'zod';
import { createMeteredStore } from '../shared/metered-store';
import type { SubgraphModule } from '../shared/module';
import { createRowGate } from '../shared/row-gate';
import { loadClockRules } from './clock';
import type { PrivacyContext } from './context';
import { createDataMap } from './data-map';
import { createPrivacySource } from './privacy.source';
import { privacySchema } from './schema';
import { privacyMigrations } from './standing.reader';

/** The hub's own supergraph, from source and once compiled. */
const OWN_SUPERGRAPH = join(__dirname, '..', '..', 'schema', 'contract', 'supergraph.graphql');

/** The rights of data subjects (art. 12 to 22 GDPR), on our own store. */
export const subgraph: SubgraphModule<{ readonly supergraph: string }> = {
  name: 'privacy',
  port: 4108,
  settings: z
    .object({ HUB_SUPERGRAPH: z.string().default(OWN_SUPERGRAPH) })
    .transform((env) => ({ supergraph: env.HUB_SUPERGRAPH })),
  schema: privacySchema,
  async create({ supergraph }, { ids, clock, policy, relations, erasers = [], consultations, store: open }) {
    const rules = loadClockRules();
    const dataMap = createDataMap(supergraph, policy);
    const store = await open();
    await store.migrate('privacy', privacyMigrations());
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
          privacy: createPrivacySource(metered),
          admit: createRowGate(policy, operation, relations),
        };
      },
      ready: (timeoutMs) => store.ping(timeoutMs),
      close: () => Promise.resolve(),
    };
  },
};
