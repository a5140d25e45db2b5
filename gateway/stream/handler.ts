import type { Request, RequestHandler, Response } from 'express';
import { decodeJwt } from 'jose';
import { type Answer, answerOf, failureAnswer } from '../answer/answer';
import { publicError } from '../answer/errors';
import { RequestRefused } from '../answer/request-refused';
import { type Credentials, presentedToken } from '../auth/credentials';
import { createBodyReader } from '../http/body';
import type { Answered } from '../http/graphql';
import { credentialsOf, type Place } from '../http/request-credentials';
import { visitOf, whileConnected } from '../http/visit';
import type { Pipeline, Stages, Trace } from '../pipeline';
import { PURPOSE_HEADER } from '../policy/purpose';
import { COMPLETE, HEARTBEAT, nextEvent } from './event-text';
import type { EventSink, Told } from './follower';
import type { Prepare } from './prepare';
import type { Streams } from './streams';
import { toldBy } from './told';

/** The graph as its streams see it. */
export interface StreamGraph extends Pick<Stages, 'authenticate' | 'choosePurpose' | 'audit' | 'report'> {
  readonly prepare: Prepare;
  readonly streams: Streams;
}

/** What the address of streams needs. */
interface StreamHandlerOptions extends StreamGraph, Place {
  /** Answers each event, as it answers any query. */
  readonly pipeline: Pipeline;
  readonly bodyBytes: number;
  /** Hears of every answer, one per event. */
  readonly answered: Answered;
}

/** GraphQL over SSE, distinct connections mode: one subscription per request, its events as `next` and `complete`. */
export function createStreamHandler(options: StreamHandlerOptions): RequestHandler {
  const { streams, report, audit, answered } = options;
  const inBody = createBodyReader(options.bodyBytes);

  async function open(request: Request, response: Response, trace: Trace): Promise<void> {
    const signal = whileConnected(response);
    const credentials = streamCredentials(request, options);
    const purpose = request.get(PURPOSE_HEADER);
    const identity = (trace.identity = await options.authenticate(credentials));
    const caller = (trace.caller = options.choosePurpose(identity, purpose));
    response.once('close', streams.take(`${identity.clientId} ${identity.subject}`));
    const prepared = options.prepare(await inBody(request, response), caller);
    if (prepared.errors) {
      const errors = prepared.errors.map((error) => publicError(error, report));
      const answer = await recorded(answerOf({ errors }, 'application/json'), request, response, trace);
      return void begin(response).end(nextEvent(answer.body) + COMPLETE);
    }
    const { following, parameters } = prepared;
    const { field, key = '', responseKey } = following;
    const thing = { subgraph: field.subgraph, field: field.name, key };
    const ask = async (): Promise<Told> => {
      const asked: Trace = {};
      visitOf(response).start = performance.now();
      const answer = await options.pipeline(
        {
          ...{ method: 'POST', mediaType: 'application/json', purpose, signal },
          // The proof of possession was for opening the stream; the token is looked at each time.
          credentials: { ...credentials, proven: true },
          requestId: visitOf(response).requestId,
          parameters: async () => ({ ...parameters, own: true }),
        },
        asked,
      );
      asked.operationType = 'subscription';
      answered(response, asked, answer);
      return toldBy(answer, responseKey);
    };
    // Asked before the thing itself: what changes in between is told once too often rather than never.
    const seen = (await streams.mark(thing)) ?? 0;
    const first = await ask();
    if (signal.aborted) return;
    const sink = begin(response);
    if (first.kind !== 'shown') return void sink.end(nextEvent(first.body) + COMPLETE);
    const hasSeen = request.get('last-event-id') === String(seen);
    sink.write(hasSeen ? HEARTBEAT : nextEvent(first.body, seen));
    response.once('close', streams.follow({ ...thing, seen, expiresAt: endOf(credentials), sink, ask }));
  }

  async function recorded(answer: Answer, request: Request, response: Response, trace: Trace) {
    const about = { requestId: visitOf(response).requestId, purpose: request.get(PURPOSE_HEADER) };
    const left = (await audit?.record(about, trace, answer)) ?? answer;
    answered(response, trace, left);
    return left;
  }

  return async (request, response) => {
    const trace: Trace = { operationType: 'subscription' };
    try {
      if (request.method !== 'POST') {
        throw new RequestRefused(405, 'Subscriptions are sent with POST.', 'BAD_REQUEST', { allow: 'POST' });
      }
      if (!request.accepts(EVENTS)) throw new RequestRefused(406, `This address answers ${EVENTS}.`);
      await open(request, response, trace);
    } catch (error) {
      const refused = failureAnswer(error, 'application/json', report);
      const { status, headers, body } = await recorded(refused, request, response, trace);
      if (!request.complete) response.set('connection', 'close');
      response.status(status).set(headers).end(JSON.stringify(body));
    }
  };
}

/** What this process has just changed is told at once. */
export const lookingAfterChanges =
  (graph: StreamGraph | undefined, answered: Answered): Answered =>
  (response, trace, answer) => {
    answered(response, trace, answer);
    if (trace.operationType === 'mutation') void graph?.streams.look();
  };

const EVENTS = 'text/event-stream';

/** Proofs of possession name this address. */
function streamCredentials(request: Request, place: Place): Credentials {
  const credentials = credentialsOf(request, place);
  return { ...credentials, url: `${credentials.url}/stream` };
}

/** Milliseconds since 1970 when a token that was checked ends; never where there is none to check. */
function endOf({ authorization }: Credentials): number {
  if (authorization.length === 0) return Infinity;
  return (decodeJwt(presentedToken(authorization).token).exp ?? 0) * 1_000;
}

/** Whoever does not read the last words within this does not get them, in milliseconds. */
const LAST_WORDS_MS = 10_000;

function begin(response: Response): EventSink {
  response.status(200).set({ 'content-type': `${EVENTS}; charset=utf-8`, 'x-accel-buffering': 'no' });
  return {
    write: (text) => response.write(text),
    once: (event, listener) => response.once(event, listener),
    end(text) {
      if (response.destroyed) return;
      response.end(text);
      const cut = setTimeout(() => response.destroy(), LAST_WORDS_MS);
      response.once('close', () => clearTimeout(cut));
    },
  };
}
