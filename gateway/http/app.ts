import type { RequestListener } from 'node:http';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { EvidenceIntake } from '../../schema/ports/evidence';
import type { CopyWriter } from '../dated-copy/pdf';
import type { Exporter } from '../export/export';
import type { Pipeline } from '../pipeline';
import { createEvidenceHandler } from './evidence';
import { createDatedCopyHandler } from './dated-copy';
import { createExportHandler } from './export';
import { createGraphqlHandler } from './graphql';
import type { Readiness } from './health';
import { answerFailure, noteAnswer, refusal } from './outcome';
import type { Metrics } from './metrics';
import { createStreamHandler, lookingAfterChanges } from '../stream/handler';
import type { StreamGraph } from '../stream/subscribe';
import { beginVisit, headersOfAll } from './visit';

/** What the web application is made of. */
export interface AppOptions {
  readonly pipeline: Pipeline;
  readonly bodyBytes: number;
  /** `HUB_PUBLIC_URL`. */
  readonly publicUrl?: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly readiness: () => Promise<Readiness>;
  /** Answers whoever shows no token; absent where there are no rules. */
  readonly publicPipeline?: Pipeline | undefined;
  /** How many proxies of the bank's stand before this process: the address before them is the client's. */
  readonly proxies?: number;
  /** Makes copies of a data subject's data; absent where there are no rules. */
  readonly exporter?: Exporter;
  /** Takes files that were announced; absent where this process does not share the store that keeps them. */
  readonly evidence?: EvidenceIntake | undefined;
  /** Writes dated copies of filings; absent where there are no rules. */
  readonly copies?: CopyWriter;
  /** Serves subscriptions. */
  readonly streams?: StreamGraph;
  /** Pages below `/console`; absent in production. */
  readonly console?: RequestHandler;
}

/** All addresses of the gateway. */
export function createApp({
  pipeline,
  bodyBytes,
  publicUrl,
  log,
  metrics,
  readiness,
  publicPipeline,
  proxies = 0,
  exporter,
  copies,
  evidence,
  streams,
  console: pages,
}: AppOptions): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', proxies);
  app.use((request, response, next) => {
    const headers = headersOfAll(beginVisit(request, response, routeOf(request.path), metrics));
    for (let index = 0; index < headers.length; index += 2) {
      response.setHeader(headers[index] ?? '', headers[index + 1] ?? '');
    }
    next();
  });
  const served = {
    pipeline,
    proxies,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    answered: lookingAfterChanges(streams, noteAnswer(log, metrics)),
  };
  const graph = createGraphqlHandler({ ...served, bodyBytes });
  app.all(GRAPH, graph); // As clients may write it otherwise, e.g. with a slash at its end.
  app.get('/healthz', (_, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', async (_, response) => {
    const { ready, checks } = await readiness();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', checks });
  });
  app.get('/metrics', async (_, response) => {
    const { type, text } = await metrics.page();
    response.type(type).send(text);
  });
  if (pages) app.use('/console', pages);
  if (streams) app.all('/graphql/stream', createStreamHandler({ ...served, ...streams, bodyBytes }));
  // Secrets are no part of a URL: over POST alone.
  if (publicPipeline) {
    app.post('/public/graphql', createGraphqlHandler({ ...served, pipeline: publicPipeline, bodyBytes }));
  }
  if (evidence) app.all('/evidence/:token', createEvidenceHandler(evidence));
  if (copies) app.get('/claims/:id/dated-copy.pdf', createDatedCopyHandler({ ...served, copies }));
  if (exporter) app.get('/privacy/export/:id', createExportHandler({ ...served, exporter }));
  app.use((_, response) => void response.status(404).json(refusal('There is nothing at this address.')));
  const failed = answerFailure(log);
  const lastResort: ErrorRequestHandler = (error, _request, response, next) => {
    if (response.headersSent) next(error);
    else failed(error, response);
  };
  app.use(lastResort);
  // The graph's own address needs nothing of what Express does for each request.
  return (request, response) => {
    const { url = '' } = request;
    if (url === GRAPH || url.startsWith(`${GRAPH}?`)) {
      beginVisit(request, response, GRAPH, metrics);
      graph(request, response).catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else failed(error, response);
      });
    } else app(request, response);
  };
}

const GRAPH = '/graphql';

/** A label of few values, whatever addresses are tried. */
function routeOf(path: string): string {
  if (path.startsWith('/console')) return '/console';
  if (path.startsWith('/evidence/')) return '/evidence';
  if (path.startsWith('/privacy/export/')) return '/privacy/export';
  if (path.endsWith('/dated-copy.pdf')) return '/dated-copy.pdf';
  return ['/graphql', '/graphql/stream', '/public/graphql', '/healthz', '/readyz', '/metrics'].includes(path)
    ? path
    : 'other';
}
