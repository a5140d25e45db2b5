import { join } from 'node:path';
import { pino } from 'pino';
import { type RunningImported, startImported } from '../../mocks/imported';
import { classifySchema } from '../../schema/contract/classification';
import { systemClock } from '../../schema/kernel/clock';
import { createSourceMeter } from '../../schema/kernel/sources';
import type { IdKind } from '../../schema/kernel/ids';
import { UNCLASSIFIED } from '../../schema/policy/categories';
import { compile } from '../../schema/policy/compile';
import { loadPolicy } from '../../schema/policy/load';
import type { SubgraphModule } from '../../subgraphs/shared/module';
import { type ServedSubgraph, serveSubgraph } from '../../subgraphs/shared/session';
import { callers, ids } from './soap-subgraph';
import { PATIENCE_MS } from '../harness/patience-ms';

/** What an imported subgraph is asked, and what its stand-in's answers come to. */
interface Promises {
  readonly queries: readonly { readonly query: string; readonly data: object }[];
  readonly entities: readonly { readonly type: string; readonly kind: IdKind; readonly key: string }[];
}

const policy = loadPolicy(join(__dirname, '..', '..', 'schema', 'policy', 'policy.yaml'));

/** `RATES_SOAP_URL` and `LEDGER_DB2_DSN` name a system, `…_TIMEOUT_MS` its limit: the longest that there is. */
const patient = (variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...variables,
  ...Object.fromEntries(
    Object.keys(variables).map((name) => [name.replace(/_(URL|DSN)$/, '_TIMEOUT_MS'), '60000']),
  ),
});

/** What an imported subgraph promises over its stand-in, without access rules around it; and what those say of it. */
export function importedPromises<Settings>(module: SubgraphModule<Settings>, promises: Promises): void {
  const { queries, entities } = promises;
  describe(`the imported subgraph ${module.name}`, () => {
    let system: RunningImported;
    let served: ServedSubgraph;
    beforeAll(async () => {
      system = await startImported(module.name);
      const log = pino({ level: 'silent' });
      const subgraph = await module.create(module.settings.parse(patient(system.variables)), {
        ids,
        policy,
        clock: systemClock,
        log,
        store: () => Promise.reject(new Error('this subgraph has no store')),
      });
      served = serveSubgraph(subgraph, subgraph.schema, log, policy);
    });
    afterAll(async () => {
      await served.close();
      await system.close();
    });

    /** As an officer, who may know of every object. */
    const ask = async (query: string, variables = {}) => {
      const { signal } = new AbortController();
      const operation = { caller: callers.officer, requestId: 'test', signal, sources: createSourceMeter() };
      const [answer] = await served.open(operation).run([{ query, variables }]);
      return answer;
    };

    it.each(queries)('answers $query', async ({ query, data }) => {
      expect(await ask(query)).toEqual({ data });
    });

    if (entities.length > 0) {
      it.each(entities)('gives the gateway $type by key', async ({ type, kind, key }) => {
        const answer = await ask(
          `query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on ${type} { id } } }`,
          { r: [{ __typename: type, id: ids.seal(kind, key) }] },
        );
        expect(answer?.data).toEqual({ _entities: [{ __typename: type, id: ids.seal(kind, key) }] });
      });
    }

    it('is ready when its system answers', async () => {
      await served.ready(PATIENCE_MS);
    });

    it('shows nobody what nobody has classified', () => {
      const table = compile(classifySchema(module.schema()), policy);
      const left = [...table.classification].filter(([, { category }]) => category === UNCLASSIFIED);
      const grants = policy.roles.flatMap((role) => policy.purposes.map((purpose) => ({ role, purpose })));
      const shown = grants.flatMap(({ role, purpose }) =>
        left
          .filter(([coordinate]) => {
            const caller = { ...callers.officer, roles: [role], purposes: [purpose], purpose };
            return table.look(coordinate, caller).kind !== 'ALWAYS_DENY';
          })
          .map(([coordinate]) => `${coordinate} to ${role} for ${purpose}`),
      );
      expect(shown).toEqual([]);
    });
  });
}
