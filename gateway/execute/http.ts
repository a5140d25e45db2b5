import {
  SourceInvalidData,
  type SourceName,
  SourceTimeout,
  SourceUnavailable,
} from '../../schema/kernel/source-errors';
import { HubError } from '../../schema/kernel/errors';
import type { GraphRequest } from '../../subgraphs/shared/graph-request';
import {
  OPERATION_HEADER,
  type OperationSigner,
  REQUEST_ID_HEADER,
  TIME_LEFT_HEADER,
} from '../../subgraphs/shared/operation-token';
import { callerKey } from './caller-key';
import { answersIn, collect } from './graph-answers';
import { createHttpClient } from './http-client';
import { isLost } from './http-client/connection';
import type { InFlight } from './in-flight';
import { type FetchedAnswer, REPEATED } from './repeated-json/answer';
import { createJsonReader } from './repeated-json/reader';
import type { OperationRun, SubgraphTransport } from './transport';

/** A text that each who waits for it reads into objects of its own, or what the only one has read of it. */
export type Arrived = string | FetchedAnswer[];

/** One subgraph behind HTTP. */
export interface HttpTransportOptions {
  readonly name: string;
  /** Where it takes `POST` requests, e.g. `http://127.0.0.1:4102/graphql`. */
  readonly url: string;
  /** Milliseconds for one answer. */
  readonly timeoutMs: number;
  /** Says who asks; absent for a foreign subgraph, which gets one request at a time and no context. */
  readonly sign?: OperationSigner;
  /** Makes equal reads for equal callers that are under way at a time once; each is made for itself where absent. */
  readonly inFlight?: InFlight<Arrived>;
}

/** Reaches a subgraph of another process over kept-alive connections. */
export function createHttpTransport(options: HttpTransportOptions): SubgraphTransport {
  const { name, url, timeoutMs, sign, inFlight } = options;
  const { origin, pathname, search } = new URL(url);
  const client = createHttpClient(origin);
  const readJson = createJsonReader();

  const timeFor = ({ leftMs }: OperationRun): number => Math.min(timeoutMs, leftMs?.() ?? timeoutMs);
  const post = <T>(body: string, run: OperationRun, signal: AbortSignal, reader: Reader<T>): Promise<T> => {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      [REQUEST_ID_HEADER]: run.requestId,
      [TIME_LEFT_HEADER]: String(Math.floor(timeFor(run))),
      ...(sign ? { [OPERATION_HEADER]: sign(name, run.caller) } : {}),
    };
    const path = `${pathname}${search}`;
    return client.send({ method: 'POST', path, headers, body, signal, timeoutMs }, ({ status, text }) => {
      if (status !== 200) throw new SourceUnavailable(name);
      return reader(text);
    });
  };
  /** A kept-alive connection may have been closed while the request was on its way: reads are sent once more. */
  const read = <T>(body: string, run: OperationRun, signal: AbortSignal, reader: Reader<T>): Promise<T> =>
    post(body, run, signal, reader).catch((error: unknown) => {
      if (!isLost(error)) throw error;
      return post(body, run, signal, reader);
    });
  /**
   * A signed context holds everything that a subgraph decides by: only callers who are equal in all of it share. Who has
   * little time left asks alone: the others' answer is not to end with it. So does who asks because of a change: a read
   * that is under way may have begun before it.
   */
  const readShared = (body: string, run: OperationRun, reader: Reader): Promise<FetchedAnswer[]> => {
    if (!inFlight || run.apart || timeFor(run) < timeoutMs) return read(body, run, run.signal, reader);
    const key = `${url} ${sign ? callerKey(run.caller) : ''} ${body}`;
    return inFlight
      .join(key, run.signal, (signal, alone) =>
        read<Arrived>(body, run, signal, (text) => (alone() ? reader(text) : text)),
      )
      .then((arrived) => (typeof arrived === 'string' ? reader(arrived) : arrived));
  };
  const change = (body: string, run: OperationRun, reader: Reader): Promise<FetchedAnswer[]> =>
    post(body, run, run.signal, reader).finally(() => inFlight?.renew());
  const exchange = async (requests: readonly GraphRequest[], run: OperationRun): Promise<FetchedAnswer[]> => {
    const { length } = requests;
    const body = JSON.stringify(length === 1 ? requests[0] : requests);
    const changes = requests.some(({ query }) => query.trimStart().startsWith('mutation'));
    const reader: Reader = (text) => {
      if (length > 1) return answersIn(JSON.parse(text), length, name);
      const { value, repeated } = readJson(text);
      const answers: FetchedAnswer[] = answersIn(value, 1, name);
      if (answers[0] && repeated.size > 0) answers[0][REPEATED] = repeated;
      return answers;
    };
    try {
      return await (changes ? change(body, run, reader) : readShared(body, run, reader));
    } catch (cause) {
      throw failure(cause, name, timeoutMs);
    }
  };
  return {
    name,
    together: sign !== undefined,
    sharesReads: inFlight !== undefined,
    endsWithSignal: true,
    open: (run) => ({
      async send(requests) {
        const answers =
          sign || requests.length === 1
            ? await exchange(requests, run)
            : (await Promise.all(requests.map((request) => exchange([request], run)))).flat();
        for (const { extensions } of answers) collect(extensions, run);
        return answers;
      },
    }),
    async ready(readyTimeoutMs) {
      try {
        const path = sign ? '/readyz' : pathname;
        const { signal } = new AbortController();
        const request = { method: 'GET', path, signal, timeoutMs: readyTimeoutMs } as const;
        const status = await client.send(request, (answer) => answer.status);
        if (sign && status !== 200) throw new SourceUnavailable(name);
      } catch (cause) {
        throw failure(cause, name, readyTimeoutMs);
      }
    },
    close: () => client.close(),
  };
}

type Reader<T = FetchedAnswer[]> = (text: string) => T;

function failure(cause: unknown, name: SourceName, timeoutMs: number): HubError {
  if (cause instanceof HubError) return cause;
  if (cause instanceof SyntaxError) return new SourceInvalidData(name, { cause });
  if ((cause as Error).name === 'TimeoutError') return new SourceTimeout(name, timeoutMs, { cause });
  return new SourceUnavailable(name, { cause });
}
