import { Pool } from 'undici';
import {
  SourceInvalidData,
  type SourceName,
  SourceTimeout,
  SourceUnavailable,
} from '../../schema/kernel/source-errors';
import { HubError } from '../../schema/kernel/errors';
import { type GraphAnswer, type GraphRequest, isRecord } from '../../subgraphs/shared/graph-request';
import {
  OPERATION_HEADER,
  type OperationSigner,
  REQUEST_ID_HEADER,
  TIME_LEFT_HEADER,
} from '../../subgraphs/shared/operation-token';
import { accessesIn } from '../audit/accesses-in';
import { maskedFields } from '../policy/masked';
import { withDeadline } from './deadline';
import { sourceUseIn } from './source-use';
import type { OperationRun, SubgraphTransport } from './transport';

/** One subgraph behind HTTP. */
export interface HttpTransportOptions {
  readonly name: string;
  /** Where it takes `POST` requests, e.g. `http://127.0.0.1:4102/graphql`. */
  readonly url: string;
  /** Milliseconds for one answer. */
  readonly timeoutMs: number;
  /** Says who asks; absent for a foreign subgraph, which gets one request at a time and no context. */
  readonly sign?: OperationSigner;
}

/** Connections kept per subgraph. */
const CONNECTIONS = 64;

/** Bytes of one answer; a subgraph that sends more is not right. */
const LONGEST_ANSWER = 64_000_000;

/** Reaches a subgraph of another process over kept-alive connections. */
export function createHttpTransport({ name, url, timeoutMs, sign }: HttpTransportOptions): SubgraphTransport {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS, maxResponseSize: LONGEST_ANSWER });

  const post = (body: string, run: OperationRun): Promise<unknown> =>
    withDeadline(run.signal, timeoutMs, async (signal) => {
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json',
        [REQUEST_ID_HEADER]: run.requestId,
        [TIME_LEFT_HEADER]: String(Math.floor(Math.min(timeoutMs, run.leftMs?.() ?? timeoutMs))),
        ...(sign ? { [OPERATION_HEADER]: sign(name, run.caller) } : {}),
      };
      const path = `${pathname}${search}`;
      const answer = await pool.request({ path, method: 'POST', headers, body, signal });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new SourceUnavailable(name);
      return JSON.parse(text) as unknown;
    });
  /** A kept-alive connection may have been closed while the request was on its way: reads are sent once more. */
  const postAgain = async (body: string, run: OperationRun, reads: boolean): Promise<unknown> => {
    try {
      return await post(body, run);
    } catch (error) {
      if (!reads || !LOST.has((error as { code?: string }).code ?? '')) throw error;
      return post(body, run);
    }
  };
  const exchange = async (requests: readonly GraphRequest[], run: OperationRun): Promise<GraphAnswer[]> => {
    const [first] = requests;
    const body = JSON.stringify(requests.length === 1 ? first : requests);
    const reads = !requests.some(({ query }) => query.trimStart().startsWith('mutation'));
    try {
      return answersIn(await postAgain(body, run, reads), requests.length, name);
    } catch (cause) {
      throw failure(cause, name, timeoutMs);
    }
  };
  return {
    name,
    open: (run) => ({
      async send(requests) {
        const answers = sign
          ? await exchange(requests, run)
          : (await Promise.all(requests.map((request) => exchange([request], run)))).flat();
        for (const { extensions } of answers) collect(extensions, run);
        return answers;
      },
    }),
    async ready(readyTimeoutMs) {
      try {
        const path = sign ? '/readyz' : pathname;
        const signal = AbortSignal.timeout(readyTimeoutMs);
        const { statusCode, body } = await pool.request({ path, method: 'GET', signal });
        await body.dump();
        if (sign && statusCode !== 200) throw new SourceUnavailable(name);
      } catch (cause) {
        throw failure(cause, name, readyTimeoutMs);
      }
    },
    close: () => pool.destroy(),
  };
}

/** What undici says of a connection that the other side closed. */
const LOST = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

function failure(cause: unknown, name: SourceName, timeoutMs: number): HubError {
  if (cause instanceof HubError) return cause;
  if (cause instanceof SyntaxError) return new SourceInvalidData(name, { cause });
  if ((cause as Error).name === 'TimeoutError') return new SourceTimeout(name, timeoutMs, { cause });
  return new SourceUnavailable(name, { cause });
}

function answersIn(decoded: unknown, count: number, name: SourceName): GraphAnswer[] {
  const answers = Array.isArray(decoded) ? (decoded as unknown[]) : [decoded];
  if (answers.length !== count || !answers.every(isGraphAnswer)) throw new SourceInvalidData(name);
  return answers;
}

function isGraphAnswer(value: unknown): value is GraphAnswer {
  if (!isRecord(value)) return false;
  const { data, errors } = value;
  const listsErrors = Array.isArray(errors) && errors.every(isRecord);
  return (
    (isRecord(data) && (errors === undefined || listsErrors)) || ((data ?? null) === null && listsErrors)
  );
}

/** Takes over what another process counted and masked for this operation. */
function collect(extensions: GraphAnswer['extensions'], run: OperationRun): void {
  if (isRecord(extensions?.sources)) {
    for (const [source, use] of Object.entries(extensions.sources)) {
      const counted = sourceUseIn(use);
      if (counted) run.sources.add(source, counted);
    }
  }
  for (const coordinate of maskedFields([extensions])) run.masked.add(coordinate);
  run.notes.accesses.push(...accessesIn(extensions));
}
