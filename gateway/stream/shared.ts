import type { Request, Response } from 'express';
import { type Answer, answerOf } from '../answer/answer';
import { publicError } from '../answer/errors';
import { RequestRefused } from '../answer/request-refused';
import { createBodyReader } from '../http/body';
import type { Trace } from '../pipeline';
import { beginEvents } from './event-stream';
import { wordsFor } from './event-text';
import { letIn, type StreamHandlerOptions, subscribe } from './subscribe';

/** Names the stream that a request is about. */
const TICKET_HEADER = 'x-graphql-event-stream-token';

/** Whether a request is one of those that keep, open and use a stream that several subscriptions share. */
export const isAboutSharedStream = (request: Request): boolean =>
  request.method === 'PUT' || request.get(TICKET_HEADER) !== undefined;

/**
 * GraphQL over SSE, single connection mode: `PUT` reserves a stream, `GET` opens it, `POST` starts a subscription whose
 * events it carries, `DELETE` ends one. Each request shows who makes it, and a stream is its caller's alone.
 *
 * @returns takes such a request. What it returns is to be recorded and sent in its place.
 * @throws {HubError | RequestRefused}
 */
export function createSharedStreams(
  options: StreamHandlerOptions,
): (request: Request, response: Response, trace: Trace) => Promise<Answer | undefined> {
  const { streams, report } = options;
  const { connections } = streams;
  const inBody = createBodyReader(options.bodyBytes);

  async function start(request: Request, response: Response, trace: Trace): Promise<Answer | undefined> {
    const listener = await letIn(options, request, trace);
    const caller = listener.caller();
    const connection = connections.find(request.get(TICKET_HEADER) ?? '', listener.name);
    const sent = await inBody(request, response);
    const { operationId } = sent;
    if (operationId === undefined) {
      throw new RequestRefused(400, 'Name the operation in "extensions.operationId", a text.');
    }
    const { sink, signal } = connection.start(operationId, () => streams.take(listener.name));
    try {
      const prepared = options.prepare(sent, caller);
      if (prepared.errors) {
        sink.end();
        const errors = prepared.errors.map((error) => publicError(error, report));
        return answerOf({ errors }, 'application/graphql-response+json');
      }
      const words = wordsFor(operationId);
      const { first, followed } = await subscribe(options, prepared, listener, [request, response], signal);
      if (first.kind !== 'shown') sink.end(words.next(first.body) + words.complete);
      else if (!signal.aborted) {
        sink.write(words.next(first.body));
        signal.addEventListener('abort', streams.follow({ ...followed, sink, words }), { once: true });
      }
    } catch (error) {
      sink.end();
      throw error;
    }
    response.status(202).end();
    return undefined;
  }

  return async (request, response, trace) => {
    if (request.method === 'POST') return start(request, response, trace);
    const { name, expiresAt } = await letIn(options, request, trace);
    if (request.method === 'PUT') {
      response.status(201).type('text/plain').send(connections.reserve(name));
      return undefined;
    }
    const connection = connections.find(request.get(TICKET_HEADER) ?? '', name);
    if (request.method === 'DELETE') {
      const { operationId } = request.query;
      connection.stop(typeof operationId === 'string' ? operationId : '');
      response.status(200).end();
    } else if (request.method === 'GET') {
      connection.open(() => beginEvents(response), expiresAt);
      response.once('close', connection.end);
    } else {
      throw new RequestRefused(405, 'A shared stream knows PUT, GET, POST and DELETE.', 'BAD_REQUEST', {
        allow: 'PUT, GET, POST, DELETE',
      });
    }
    return undefined;
  };
}
