import type { AnswerBody } from '../answer/answer';

/** A sign of life; clients do not hear of it. */
export const HEARTBEAT = ':\n\n';

/** How the events of one subscription are written. */
export interface Words {
  /** @param id what a client that comes back shows as `Last-Event-ID`. */
  next(body: AnswerBody, id?: number): string;
  /** The client may go: nothing more comes. */
  readonly complete: string;
}

/** Of a stream that has one subscription. The empty data of its end is what makes browsers tell of it. */
export const PLAIN: Words = {
  next: (body, id) =>
    `event: next\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(body)}\n\n`,
  complete: 'event: complete\ndata:\n\n',
};

/** Of one of several subscriptions that share a stream: its client tells them apart by the names that it gave them. */
export const wordsFor = (operationId: string): Words => ({
  next: (payload) => `event: next\ndata: ${JSON.stringify({ id: operationId, payload })}\n\n`,
  complete: `event: complete\ndata: ${JSON.stringify({ id: operationId })}\n\n`,
});
