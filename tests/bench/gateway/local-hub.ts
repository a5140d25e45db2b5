import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/**
 * The hub's own parts around subgraphs of its process that are none of its own: file of the supergraph, port, whether equal
 * queries of equal callers are executed once (`on`, `off`).
 */
async function main(): Promise<void> {
  const [file = '', port = '0', sharing = 'off'] = process.argv.slice(2);
  const log = pino({ level: 'error' });
  const config = readConfig({ HUB_POLICY: 'none', HUB_SUPERGRAPH: file, HUB_PORT: port });
  const policy = loadPolicy(join(__dirname, '..', '..', '..', 'schema', 'policy', 'policy.yaml'));
  const schemas = resolvingSubgraphs(
    loadWorkload(process.env.BENCH_DIR, (name) => `http://hub.invalid/${name}`),
  );
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
    gateway: createHubGateway({ supergraph: readFileSync(file, 'utf8'), log }),
    transports: new Map(transports),
    log,
    authenticate: createTokens(config, systemClock).authenticate,
    choosePurpose: withoutPurpose,
    showSources: false,
  });
}

void main();
