import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { decisionsText } from '../../schema/audit/decisions';
import type { AccessGroup } from '../../schema/audit/record';
import { HubError } from '../../schema/kernel/errors';
import type { OperationContext } from '../../schema/kernel/operation';
import { timeLeft } from '../../schema/kernel/operation';
import { createSourceMeter } from '../../schema/kernel/sources';
import { takeAccesses } from './access/tally';
import { CHANGES_PATH, changesAskedIn, marksAnswer } from './changes-protocol';
import { describeError } from './error-answer';
import { asGraphRequest, type GraphAnswer, type GraphRequest } from './graph-request';
import {
  OPERATION_HEADER,
  type OperationVerifier,
  REQUEST_ID_HEADER,
  TIME_LEFT_HEADER,
} from './operation-token';
import type { ServedSubgraph } from './session';

/** What a subgraph's server needs. */
export interface SubgraphServerOptions {
  readonly subgraph: ServedSubgraph;
  readonly verify: OperationVerifier;
  readonly log: Logger;
  /** Milliseconds that the system behind the subgraph has to answer `/readyz`. */
  readonly readyTimeoutMs: number;
}

/** Representations of a large page fit; anything above is not the gateway's. */
const BODY_LIMIT = 8_000_000;

/**
 * Serves one subgraph to the gateway, and to nobody else: `POST /graphql` with one request or a list of them, all of
 * one operation, `POST /changes`, `GET /healthz` and `GET /readyz`.
 */
export function createSubgraphHandler(options: SubgraphServerOptions): RequestListener {
  const { log, subgraph } = options;
  return (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      if (response.destroyed) return; // The gateway went away.
      log.error({ subgraph: subgraph.name, ...describeError(error) }, 'request failed');
      if (!response.headersSent) refuse(response, 500, 'INTERNAL_SERVER_ERROR', 'Internal error.');
    });
  };
}

async function answer(
  { subgraph, verify, readyTimeoutMs }: SubgraphServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path] = (request.url ?? '/').split('?');
  if (path === '/healthz') return send(response, 200, { status: 'ok' });
  if (path === '/readyz') {
    const reason = await subgraph.ready(readyTimeoutMs).then(() => undefined, codeOf);
    return send(response, reason ? 503 : 200, { status: reason ?? 'ok' });
  }
  if (path !== '/graphql' && path !== CHANGES_PATH)
    return refuse(response, 404, 'NOT_FOUND', 'There is nothing here.');
  if (request.method !== 'POST') return refuse(response, 405, 'BAD_REQUEST', 'Only POST is served here.');
  const caller = await verify(headerOf(request, OPERATION_HEADER));
  if (!caller) {
    return refuse(response, 401, 'UNAUTHENTICATED', 'This subgraph answers the gateway only.');
  }
  const body = await bodyOf(request);
  if (body === undefined) return refuse(response, 413, 'BAD_REQUEST', 'The request is too large.');
  if (path === CHANGES_PATH) return answerChanges(subgraph, body, response);
  const requests = requestsIn(body);
  if (!requests) return refuse(response, 400, 'BAD_REQUEST', 'The body is not a GraphQL request.');

  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const sources = createSourceMeter();
  const operation: OperationContext = {
    caller,
    requestId: headerOf(request, REQUEST_ID_HEADER) ?? '-',
    signal: gone.signal,
    sources,
    leftMs: timeLeft(timeIn(headerOf(request, TIME_LEFT_HEADER))),
  };
  const session = subgraph.open(operation);
  const answers = await session.run(requests.list);
  const [first] = answers;
  if (first) {
    const access = { masked: session.masked(), counted: takeAccesses(operation).map(toldOf) };
    first.extensions = { sources: sources.report(), access };
  }
  send(response, 200, requests.many ? answers : first);
}

/** As gateways read it: see `accessesIn`. */
const toldOf = ({ subjects, decisions }: AccessGroup) => ({ subjects, decisions: decisionsText(decisions) });

/** How far things have come is nobody's data: any operation's context is enough to ask. */
async function answerChanges(
  { changes }: ServedSubgraph,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const asked = changes && changesAskedIn(decodedIn(body));
  if (!asked) return refuse(response, 400, 'BAD_REQUEST', 'The body is not a question about changes.');
  try {
    send(response, 200, marksAnswer(await changes.marks(asked.field, asked.keys)));
  } catch (error) {
    refuse(response, 503, codeOf(error), 'It is not known at present.');
  }
}

/** What a gateway that says nothing gives an operation, ms. */
const USUAL_TIME_MS = 30_000;

const timeIn = (header: string | undefined): number =>
  header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : USUAL_TIME_MS;

const codeOf = (error: unknown): string => (error instanceof HubError ? error.code : 'INTERNAL_SERVER_ERROR');

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function decodedIn(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function requestsIn(body: string): { list: GraphRequest[]; many: boolean } | undefined {
  const decoded = decodedIn(body);
  const many = Array.isArray(decoded);
  const list = (many ? (decoded as unknown[]) : [decoded]).map(asGraphRequest);
  return list.length > 0 && list.every((each) => each !== undefined) ? { list, many } : undefined;
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  send(response, status, { errors: [{ message, extensions: { code } }] } satisfies GraphAnswer);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(text);
}
