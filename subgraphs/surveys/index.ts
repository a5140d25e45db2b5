import { join } from 'node:path';
import { z } from 'zod';
import { createMeteredStore } from '../shared/metered-store';
import { readMigrations } from '../shared/migrations';
import type { SubgraphModule } from '../shared/module';
import { createRowGate } from '../shared/row-gate';
import { allowedRelations } from '../shared/visibility';
import type { SurveysContext } from './context';
import { surveysSchema } from './schema';
import { surveyColumns } from './survey.record';
import { createSurveysSource } from './surveys.source';

export { importSurveys, type ImportedSurvey } from './surveys.import';

/** Satisfaction surveys, on our own store. */
export const subgraph: SubgraphModule<object> = {
  name: 'surveys',
  port: 4106,
  settings: z.object({}),
  schema: surveysSchema,
  async create(_settings, { ids, clock, policy, relations, store: open }) {
    const store = await open();
    await store.migrate('surveys', readMigrations(join(__dirname, 'migrations')));
    return {
      name: 'surveys',
      schema: surveysSchema(),
      context(operation, wanted): SurveysContext {
        const { caller, sources } = operation;
        const metered = createMeteredStore(store, sources);
        return {
          operation,
          clock,
          ids,
          store: metered,
          surveys: createSurveysSource(
            metered,
            allowedRelations(policy, 'Survey', caller),
            surveyColumns(wanted),
          ),
          admit: createRowGate(policy, operation, relations),
        };
      },
      ready: (timeoutMs) => store.ping(timeoutMs),
      close: () => Promise.resolve(),
    };
  },
};
