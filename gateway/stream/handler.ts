import type { Request, RequestHandler, Response } from 'express';
import { type Answer, answerOf, failureAnswer } from '../answer/answer';
import { publicError } from '../answer/errors';
import { RequestRefused } from '../answer/request-refused';
import { createBodyReader } from '../http/body';
import type { Answered } from '../http/graphql';
import { visitOf, whileConnected } from '../http/visit';
import type { Trace } from '../pipeline';
import { PURPOSE_HEADER } from '../policy/purpose';
import { beginEvents, EVENTS } from './event-stream';
import { HEARTBEAT, PLAIN } from './event-text';
import { createSharedStreams, isAboutSharedStream } from './shared';
import { letIn, type StreamGraph, type StreamHandlerOptions, subscribe } from './subscribe';

/**
 * GraphQL over SSE. In its distinct connections mode each subscription is a request, its events `next` and `complete`; for
 * its single connection mode see {@link createSharedStreams}.
 */
export function createStreamHandler(options: StreamHandlerOptions): RequestHandler {
  const { streams, report, audit, answered } = options;
  const inBody = createBodyReader(options.bodyBytes);
  const shared = createSharedStreams(options);

  async function open(request: Request, response: Response, trace: Trace): Promise<void> {
    const signal = whileConnected(response);
    const listener = await letIn(options, request, trace);
    const caller = listener.caller();
    response.once('close', streams.take(listener.name));
    const prepared = options.prepare(await inBody(request, response), caller);
    if (prepared.errors) {
      const errors = prepared.errors.map((error) => publicError(error, report));
      const answer = await recorded(answerOf({ errors }, 'application/json'), request, response, trace);
      return void beginEvents(response).end(PLAIN.next(answer.body) + PLAIN.complete);
    }
    const { first, followed } = await subscribe(options, prepared, listener, [request, response], signal);
    if (signal.aborted) return;
    const sink = beginEvents(response);
    if (first.kind !== 'shown') return void sink.end(PLAIN.next(first.body) + PLAIN.complete);
    const hasSeen = request.get('last-event-id') === String(followed.seen);
    sink.write(hasSeen ? HEARTBEAT : PLAIN.next(first.body, followed.seen));
    response.once('close', streams.follow({ ...followed, sink }));
  }

  async function recorded(answer: Answer, request: Request, response: Response, trace: Trace) {
    const about = { requestId: visitOf(response).requestId, purpose: request.get(PURPOSE_HEADER) };
    const left = (await audit?.record(about, trace, answer)) ?? answer;
    answered(response, trace, left);
    return left;
  }
  async function refuse(refused: Answer, request: Request, response: Response, trace: Trace) {
    const { status, headers, body } = await recorded(refused, request, response, trace);
    if (!request.complete) response.set('connection', 'close');
    response.status(status).set(headers).end(JSON.stringify(body));
  }

  return async (request, response) => {
    const trace: Trace = { operationType: 'subscription' };
    try {
      if (isAboutSharedStream(request)) {
        const refused = await shared(request, response, trace);
        return refused && (await refuse(refused, request, response, trace));
      }
      if (request.method !== 'POST') {
        throw new RequestRefused(405, 'Subscriptions are sent with POST.', 'BAD_REQUEST', { allow: 'POST' });
      }
      if (!request.accepts(EVENTS)) throw new RequestRefused(406, `This address answers ${EVENTS}.`);
      await open(request, response, trace);
    } catch (error) {
      await refuse(failureAnswer(error, 'application/json', report), request, response, trace);
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
