import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import pino from 'pino';
import { readConfig } from '../../../gateway/config';
import { createHubGateway } from '../../../gateway/execute/hub-gateway';
import { createLocalTransport } from '../../../gateway/execute/local';
import { createTokens, withoutPurpose } from '../../../gateway/wiring/tokens';
import { systemClock } from '../../../schema/kernel/clock';
import { loadPolicy } from '../../../schema/policy/load';
import { serveSubgraph } from '../../../subgraphs/shared/session';
import { serveOwnParts } from '../own-parts';
import { resolvingSubgraphs } from './resolving';
import { loadWorkload } from './workload';

const [kind = '', file = '', port = '0', sharing = 'off'] = process.argv.slice(2);
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
    const served = serveSubgraph(subgraph, schema, log, policy);
    return [name, createLocalTransport(served, sharing === 'on')] as const;
  });
  await serveOwnParts(config, {
    gateway: createHubGateway({ supergraph, log }),
    transports: new Map(transports),
    log,
    authenticate: createTokens(config, systemClock).authenticate,
    choosePurpose: withoutPurpose,
    showSources: false,
  });
}

void (kind === 'stock' ? startStock() : startHub());
