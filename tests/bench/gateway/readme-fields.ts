import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { createPgliteStore } from '../../../adapters/postgres';
import { emptyNotes } from '../../../gateway/audit/notes';
import { readConfig } from '../../../gateway/config';
import { startApollo } from '../../../gateway/execute/apollo';
import type { Transports } from '../../../gateway/execute/fetch';
import { createHubGateway } from '../../../gateway/execute/hub-gateway';
import type { OperationRun } from '../../../gateway/execute/transport';
import { startHub } from '../../../gateway/main';
import { createDocumentReader } from '../../../gateway/plan/document';
import { DEFAULT_LIMITS } from '../../../gateway/plan/limits';
import { cutOperation } from '../../../gateway/policy/cut';
import { choosePurpose } from '../../../gateway/policy/purpose';
import { readAccessPolicy } from '../../../gateway/wiring/policy';
import { createTokens } from '../../../gateway/wiring/tokens';
import { createTransports } from '../../../gateway/wiring/transports';
import { loadDemoWorld } from '../../../mocks/load';
import { readMockSettings } from '../../../mocks/settings';
import type { Caller } from '../../../schema/kernel/caller';
import { systemClock as clock } from '../../../schema/kernel/clock';
import { createSourceMeter } from '../../../schema/kernel/sources';
import { discoverSubgraphs } from '../../../subgraphs/shared/discover';
import type { DirectRound, DirectTask, FieldsReady, FieldsTask } from './overhead';
import { servePlain } from './plain-server';
import { recording, resolveFields, type Sent } from './sent';

const log = pino({ level: 'warn' });
const report = (): void => undefined;
const deadlineMs = 30_000;

const runOf = (caller: Caller): OperationRun => ({
  ...{ caller, requestId: 'bench', signal: new AbortController().signal },
  ...{ sources: createSourceMeter(), masked: new Set<string>(), notes: emptyNotes() },
});

/** A hub in this process, and its fields without the hub. */
async function main(): Promise<void> {
  const { HUB_DATA_DIR: dataDir = '', BENCH_AUTHORIZATION: authorization = '' } = process.env;
  const store = await createPgliteStore({ dir: join(dataDir, 'store') });
  await loadDemoWorld(store, readMockSettings(process.env).dataDir);
  const config = readConfig(process.env, await discoverSubgraphs());
  const hub = await startHub(config, { store, log });

  const supergraph = readFileSync(config.supergraph, 'utf8');
  const { policy, table } = readAccessPolicy(config, supergraph, log) ?? {};
  if (!table) throw new Error('the README query is asked under the access rules');
  const transports = await createTransports(config, {
    ...{ supergraph, policy, clock, log, store: async () => store, next: undefined },
    pseudonymSecret: config.audit?.pseudonymSecret,
  });
  /** Of one query after the other. */
  let sent: Sent[] = [];
  const executorOver = (asked: Transports) =>
    startApollo({
      gateway: createHubGateway({ supergraph, log, cut: (request) => cutOperation({ ...request, table }) }),
      transports: asked,
      reader: (schema) => createDocumentReader(schema, DEFAULT_LIMITS),
      ...{ log, report, deadlineMs },
    });
  type Executor = Awaited<ReturnType<typeof executorOver>>;
  const recorder = await executorOver(recording(transports, () => sent));
  const executor = await executorOver(transports);
  const { authenticate } = createTokens(config, clock);
  const identityOf = (header: string) =>
    authenticate({ authorization: [header], proofs: [], method: 'POST', url: hub.url });
  const caller = choosePurpose(await identityOf(authorization), undefined);
  const execute = async (by: Executor, query: string): Promise<void> => {
    const { hash, document } = by.documents.read(query);
    if (!document) throw new Error('the README query is not valid');
    const operation = { ...{ query, hash, document }, operationName: undefined, variables: {} };
    const { errors } = await by.execute(operation, runOf(caller));
    if (errors) throw new Error('the README query does not answer without errors');
  };
  const record = async (query: string): Promise<readonly Sent[]> => {
    sent = [];
    await execute(recorder, query);
    return sent;
  };
  /** What is sent for each of the queries. */
  const recorded = new Map<string, readonly Sent[]>();
  const plain = await servePlain({
    authenticate: identityOf,
    resolve: (query) => resolveFields(transports, recorded.get(query) ?? [], runOf(caller)),
  });

  /** @param count how often, @param lanes how many at a time, each another query. */
  const direct = async ({ count, lanes, executed }: DirectTask): Promise<DirectRound> => {
    const times: number[] = [];
    let left = count;
    const before = process.cpuUsage();
    await Promise.all(
      [...recorded].slice(0, lanes).map(async ([query, each]) => {
        while (left-- > 0) {
          const began = performance.now();
          await (executed ? execute(executor, query) : resolveFields(transports, each, runOf(caller)));
          times.push(performance.now() - began);
        }
      }),
    );
    const { user, system } = process.cpuUsage(before);
    return { cpuMs: (user + system) / 1_000 / times.length, times };
  };
  const answer = async (task: FieldsTask): Promise<unknown> => {
    if ('count' in task) return direct(task);
    if (!('queries' in task)) return process.cpuUsage();
    for (const query of task.queries) recorded.set(query, await record(query));
    return [...recorded.values()].map(({ length }) => length);
  };
  process.on('message', (task: FieldsTask) => void answer(task).then((told) => process.send?.(told)));
  process.send?.({ url: `${hub.url}/graphql`, plain } satisfies FieldsReady);
}

process.on('disconnect', () => process.exit());
void main();
