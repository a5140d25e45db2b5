import { readFileSync } from 'node:fs';
import pino from 'pino';
import type { HubConfig } from '../../../gateway/config';
import { type Arrived, createHttpTransport } from '../../../gateway/execute/http';
import type { Transports } from '../../../gateway/execute/fetch';
import { createHubGateway } from '../../../gateway/execute/hub-gateway';
import { createInFlight } from '../../../gateway/execute/in-flight';
import { createLocalTransport } from '../../../gateway/execute/local';
import { choosePurpose } from '../../../gateway/policy/purpose';
import { createTokens } from '../../../gateway/wiring/tokens';
import { systemClock } from '../../../schema/kernel/clock';
import { createIdSealer } from '../../../schema/kernel/ids';
import { loadPolicy } from '../../../schema/policy/load';
import type { SqlStore } from '../../../schema/ports/store';
import { createClaimRelations } from '../../../subgraphs/claims/relations';
import type { SubgraphConfig } from '../../../subgraphs/main';
import { listen } from '../../../subgraphs/shared/listener';
import { createOperationSigner, createOperationVerifier } from '../../../subgraphs/shared/operation-token';
import { createSubgraphHandler } from '../../../subgraphs/shared/server';
import { type ServedSubgraph, serveSubgraph } from '../../../subgraphs/shared/session';
import type { SubgraphModule } from '../../../subgraphs/shared/module';
import { serveOwnParts } from '../own-parts';

/**
 * The hub's own parts put together without its access rules: what the rules cost is the difference. Only this bench
 * can; no setting of the hub leads here. Row rules stay, since subgraphs ask them for what to read.
 */
const log = pino({ level: 'warn' });
const clock = systemClock;

async function serveUnprotected(
  { module, settings }: { readonly module: SubgraphModule; readonly settings: unknown },
  { policy: file, idSecret }: { readonly policy: string; readonly idSecret: string },
  store: SqlStore,
): Promise<ServedSubgraph> {
  const policy = loadPolicy(file);
  const open = () => Promise.resolve(store);
  const relations = createClaimRelations(open, clock);
  const subgraph = await module.create(settings, {
    ...{ ids: createIdSealer(idSecret), clock, log, policy, store: open, relations },
  });
  return serveSubgraph(subgraph, subgraph.schema, log, policy);
}

/** One subgraph as a server. @returns its URL. */
export async function startUnprotectedSubgraph(config: SubgraphConfig, store: SqlStore): Promise<string> {
  const handler = createSubgraphHandler({
    subgraph: await serveUnprotected(config, config, store),
    verify: createOperationVerifier(config.module.name, config.contextKey, clock),
    log,
    readyTimeoutMs: 2_000,
  });
  return (await listen(handler, config.port, config.host)).url;
}

async function transportsOf(
  { subgraphs, policy }: HubConfig,
  store: SqlStore | undefined,
): Promise<Transports> {
  if (subgraphs.kind === 'http') {
    const { urls, timeoutMs, sharesFetches, contextKey } = subgraphs;
    const sign = contextKey && createOperationSigner(contextKey, clock);
    const inFlight = sharesFetches ? createInFlight<Arrived>() : undefined;
    return new Map(
      Object.entries(urls).map(([name, url]) => [
        name,
        createHttpTransport({
          ...{ name, url, timeoutMs },
          ...(sign ? { sign } : {}),
          ...(inFlight ? { inFlight } : {}),
        }),
      ]),
    );
  }
  if (!store) throw new Error('subgraphs of this process need a store');
  const served = await Promise.all(
    subgraphs.subgraphs.map((each) =>
      serveUnprotected(each, { policy, idSecret: subgraphs.idSecret }, store),
    ),
  );
  return new Map(served.map((each) => [each.name, createLocalTransport(each, subgraphs.sharesFetches)]));
}

/** A gateway, with its subgraphs where the configuration says so. @returns its URL. */
export async function startUnprotectedHub(config: HubConfig, store?: SqlStore): Promise<string> {
  return serveOwnParts(config, {
    gateway: createHubGateway({ supergraph: readFileSync(config.supergraph, 'utf8'), log }),
    transports: await transportsOf(config, store),
    log,
    authenticate: createTokens(config, clock).authenticate,
    choosePurpose,
    showSources: true,
  });
}
