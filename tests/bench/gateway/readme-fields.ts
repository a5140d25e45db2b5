import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { createPgliteStore } from '../../../adapters/postgres';
import { emptyNotes } from '../../../gateway/audit/notes';
import { readConfig } from '../../../gateway/config';
import { startApollo } from '../../../gateway/execute/apollo';
import type { Transports } from '../../../gateway/execute/fetch';
import { createHubGateway } from '../../../gateway/execute/hub-gateway';
import type { OperationRun, SubgraphVisit } from '../../../gateway/execute/transport';
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
import type { GraphRequest } from '../../../subgraphs/shared/graph-request';
import type { Ready } from '../policy/child';
import type { DirectRound, DirectTask, FieldsTask } from './overhead';

const log = pino({ level: 'warn' });
const report = (): void => undefined;
const deadlineMs = 30_000;

/** What one subgraph was asked at a time, and which of the others it waited for. */
interface Sent {
  readonly subgraph: string;
  readonly requests: readonly GraphRequest[];
  readonly after: readonly number[];
  /** While it is written down. */
  answered: boolean;
}

const runOf = (caller: Caller): OperationRun => ({
  ...{ caller, requestId: 'bench', signal: new AbortController().signal },
  ...{ sources: createSourceMeter(), masked: new Set<string>(), notes: emptyNotes() },
});

/** Writes down what the subgraphs are asked for one query, and in what order. */
function recording(transports: Transports, under: () => Sent[]): Transports {
  const recorded = [...transports].map(([name, transport]) => {
    const open = (run: OperationRun): SubgraphVisit => {
      const visit = transport.open(run);
      return {
        async send(requests) {
          const sent = under();
          const after = sent.flatMap(({ answered }, index) => (answered ? [index] : []));
          const asked = { subgraph: name, requests, after, answered: false };
          sent.push(asked);
          const answers = await visit.send(requests);
          asked.answered = true;
          return answers;
        },
      };
    };
    return [name, { ...transport, open }] as const;
  });
  return new Map(recorded);
}

/** Asks the subgraphs the same again, as soon as what each request waits for is there. */
async function resolveFields(
  transports: Transports,
  sent: readonly Sent[],
  run: OperationRun,
): Promise<void> {
  const visits = new Map<string, SubgraphVisit | undefined>();
  const under: Promise<unknown>[] = [];
  for (const { subgraph, requests, after } of sent) {
    if (!visits.has(subgraph)) visits.set(subgraph, transports.get(subgraph)?.open(run));
    const before = Promise.all(after.map((index): Promise<unknown> => under[index] ?? Promise.resolve()));
    under.push(before.then(() => visits.get(subgraph)?.send(requests)));
  }
  await Promise.all(under);
}

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
  const apollo = await startApollo({
    gateway: createHubGateway({ supergraph, log, cut: (request) => cutOperation({ ...request, table }) }),
    transports: recording(transports, () => sent),
    reader: (schema) => createDocumentReader(schema, DEFAULT_LIMITS),
    ...{ log, report, deadlineMs },
  });
  const credentials = { authorization: [authorization], proofs: [], method: 'POST', url: hub.url };
  const identity = await createTokens(config, clock).authenticate(credentials);
  const caller = choosePurpose(identity, undefined);
  const record = async (query: string): Promise<readonly Sent[]> => {
    sent = [];
    const { hash, document } = apollo.documents.read(query);
    if (!document) throw new Error('the README query is not valid');
    const operation = { ...{ query, hash, document }, operationName: undefined, variables: {} };
    const { errors } = await apollo.execute(operation, runOf(caller));
    if (errors) throw new Error('the README query does not answer without errors');
    return sent;
  };
  /** What is sent for each of the queries. */
  const recorded: (readonly Sent[])[] = [];

  /** @param count how often, @param lanes how many at a time, each another query. */
  const direct = async ({ count, lanes }: DirectTask): Promise<DirectRound> => {
    const times: number[] = [];
    let left = count;
    const before = process.cpuUsage();
    await Promise.all(
      recorded.slice(0, lanes).map(async (each) => {
        while (left-- > 0) {
          const began = performance.now();
          await resolveFields(transports, each, runOf(caller));
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
    for (const query of task.queries) recorded.push(await record(query));
    return recorded.map(({ length }) => length);
  };
  process.on('message', (task: FieldsTask) => void answer(task).then((told) => process.send?.(told)));
  process.send?.({ url: `${hub.url}/graphql` } satisfies Ready);
}

process.on('disconnect', () => process.exit());
void main();
