import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import pino from 'pino';
import { readConfig } from '../../../gateway/config';
import { startApollo } from '../../../gateway/execute/apollo';
import { createHubGateway } from '../../../gateway/execute/hub-gateway';
import { createLocalTransport } from '../../../gateway/execute/local';
import { createApp } from '../../../gateway/http/app';
import { createMetrics } from '../../../gateway/http/metrics';
import { createPipeline } from '../../../gateway/pipeline';
import { chooseOperation, createDocumentReader } from '../../../gateway/plan/document';
import { DEFAULT_LIMITS as limits } from '../../../gateway/plan/limits';
import { createTokens, withoutPurpose } from '../../../gateway/wiring/tokens';
import { systemClock } from '../../../schema/kernel/clock';
import { loadPolicy } from '../../../schema/policy/load';
import { listen } from '../../../subgraphs/shared/listener';
import { serveSubgraph } from '../../../subgraphs/shared/session';
import { resolvingSubgraphs } from './resolving';
import { loadWorkload } from './workload';

const [kind = '', file = '', port = '0'] = process.argv.slice(2);
const supergraph = readFileSync(file, 'utf8');
const schemas = resolvingSubgraphs(
  loadWorkload(process.env.BENCH_DIR, (name) => `http://hub.invalid/${name}`),
);

/** As the stock gateway's documentation has it. */
async function startStock(): Promise<void> {
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph,
    buildService({ name }) {
      const schema = schemas.get(name);
      if (!schema) throw new Error(`there is no subgraph ${name}`);
      return new LocalGraphQLDataSource(schema);
    },
  });
  await startStandaloneServer(new ApolloServer({ gateway }), {
    listen: { port: Number(port), host: '127.0.0.1' },
  });
}

/** The hub's own parts around subgraphs that are none of its own. */
async function startHub(): Promise<void> {
  const log = pino({ level: 'error' });
  const report = (): void => undefined;
  const deadlineMs = 30_000;
  const config = readConfig({ HUB_POLICY: 'none', HUB_SUPERGRAPH: file, HUB_PORT: port });
  const policy = loadPolicy(join(__dirname, '..', '..', '..', 'schema', 'policy', 'policy.yaml'));
  const transports = [...schemas].map(([name, schema]) => {
    const subgraph = {
      name,
      schema,
      context: () => ({}),
      ready: async () => undefined,
      close: async () => undefined,
    };
    return [name, createLocalTransport(serveSubgraph(subgraph, schema, log, policy))] as const;
  });
  const apollo = await startApollo({
    gateway: createHubGateway({ supergraph, log }),
    transports: new Map(transports),
    reader: (schema) => createDocumentReader(schema, limits),
    ...{ log, report, deadlineMs },
  });
  const pipeline = createPipeline({
    authenticate: createTokens(config, systemClock).authenticate,
    choosePurpose: withoutPurpose,
    schema: apollo.schema,
    read: (text) => apollo.documents.read(text),
    choose: (document, parameters) => chooseOperation(apollo.schema, document, parameters, limits),
    execute: (parameters, run) => apollo.execute(parameters, run),
    ...{ report, deadlineMs },
    showSources: false,
  });
  const app = createApp({
    ...{ pipeline, log, bodyBytes: limits.bodyBytes, metrics: createMetrics() },
    readiness: () => Promise.resolve({ ready: true, checks: {} }),
  });
  await listen(app, config.port, config.host);
}

void (kind === 'stock' ? startStock() : startHub());
