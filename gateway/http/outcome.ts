import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { describeError } from '../../subgraphs/shared/error-answer';
import type { Answer } from '../answer/answer';
import type { Answered } from './graphql';
import type { Metrics } from './metrics';
import { headersOfAll, visitOf } from './visit';

/** One log line per GraphQL request: names, hashes, counts. No text, no variables, no subject. */
export const noteAnswer =
  (log: Logger, metrics: Metrics): Answered =>
  (response, trace, { status, body }) => {
    const { requestId, start } = visitOf(response);
    const ms = performance.now() - start;
    metrics.observeGraph(trace, body, ms / 1_000);
    if (!log.isLevelEnabled('info')) return;
    log.info(
      {
        requestId,
        method: response.req.method,
        status,
        ms: Math.round(ms),
        operation: trace.operationName?.slice(0, 80),
        type: trace.operationType,
        document: trace.documentHash?.slice(0, 16),
        client: trace.caller?.clientId,
        purpose: trace.caller?.purpose,
        errors: codesIn(body.errors),
      },
      'graphql',
    );
  };

function codesIn(errors: Answer['body']['errors']): Record<string, number> | undefined {
  if (!errors) return undefined;
  const counts: Record<string, number> = {};
  for (const { extensions } of errors) {
    const code = String(extensions?.code);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** The body of a refusal of something that is not the graph's. */
export const refusal = (message: string, code = 'NOT_FOUND') => ({
  errors: [{ message, extensions: { code } }],
});

/** What went wrong where nothing should: it is logged, and told in one constant sentence. */
export const answerFailure =
  (log: Logger) =>
  (error: unknown, response: ServerResponse): void => {
    const visit = visitOf(response);
    log.error({ requestId: visit.requestId, ...describeError(error) }, 'request failed');
    const { status } = error as { status?: number };
    const isKnown = typeof status === 'number' && status >= 400 && status < 500;
    const body = isKnown
      ? refusal('The request cannot be read.', 'BAD_REQUEST')
      : refusal('Internal error.', 'INTERNAL_SERVER_ERROR');
    const headers = headersOfAll(visit);
    headers.push('content-type', 'application/json; charset=utf-8');
    response.writeHead(isKnown ? status : 500, headers).end(JSON.stringify(body));
  };
