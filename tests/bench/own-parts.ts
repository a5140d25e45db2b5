import type { Logger } from 'pino';
import type { HubConfig } from '../../gateway/config';
import { startApollo } from '../../gateway/execute/apollo';
import type { Transports } from '../../gateway/execute/fetch';
import type { HubGateway } from '../../gateway/execute/hub-gateway';
import { createApp } from '../../gateway/http/app';
import { createMetrics } from '../../gateway/http/metrics';
import { createPipeline, type Stages } from '../../gateway/pipeline';
import { chooseOperation, createDocumentReader } from '../../gateway/plan/document';
import { DEFAULT_LIMITS as limits } from '../../gateway/plan/limits';
import { listen } from '../../subgraphs/shared/listener';

/** What a bench puts in front of the hub's own parts, and behind them. */
interface Around extends Pick<Stages, 'authenticate' | 'choosePurpose' | 'showSources'> {
  readonly gateway: HubGateway;
  readonly transports: Transports;
  readonly log: Logger;
}

/**
 * The hub's own parts put together otherwise than the hub itself does: each request for itself, no audit trail. No setting of
 * the hub leads here.
 *
 * @returns the URL at which it is served.
 */
export async function serveOwnParts(
  { port, host }: Pick<HubConfig, 'port' | 'host'>,
  { gateway, transports, log, ...stages }: Around,
): Promise<string> {
  const deadlineMs = 30_000;
  const report = (): void => undefined;
  const apollo = await startApollo({
    ...{ gateway, transports, log, report, deadlineMs },
    reader: (schema) => createDocumentReader(schema, limits),
  });
  const pipeline = createPipeline({
    ...{ ...stages, report, deadlineMs },
    schema: apollo.schema,
    read: (text) => apollo.documents.read(text),
    choose: (document, parameters) => chooseOperation(apollo.schema, document, parameters, limits),
    execute: (parameters, run) => apollo.execute(parameters, run),
  });
  const app = createApp({
    ...{ pipeline, log, bodyBytes: limits.bodyBytes, metrics: createMetrics() },
    readiness: () => Promise.resolve({ ready: true, checks: {} }),
  });
  return (await listen(app, port, host)).url;
}
