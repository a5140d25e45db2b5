import { join } from 'node:path';
import { z } from 'zod';
import { createMeteredStore } from '../shared/metered-store';
import { readMigrations } from '../shared/migrations';
import type { SubgraphModule } from '../shared/module';
import { createRowGate } from '../shared/row-gate';
import { loadClockRules } from './clock';
import type { PrivacyContext } from './context';
import { createPrivacySource } from './privacy.source';
import { privacySchema } from './schema';

/** The rights of data subjects (art. 12 to 22 GDPR), on our own store. */
export const subgraph: SubgraphModule<object> = {
  name: 'privacy',
  port: 4108,
  settings: z.object({}),
  schema: privacySchema,
  async create(_settings, { ids, clock, policy, relations, store: open }) {
    const rules = loadClockRules();
    const store = await open();
    await store.migrate('privacy', readMigrations(join(__dirname, 'migrations')));
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
