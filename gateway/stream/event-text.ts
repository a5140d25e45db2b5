import type { AnswerBody } from '../answer/answer';

/** A sign of life; clients do not hear of it. */
export const HEARTBEAT = ':\n\n';

/** The client may go: nothing more comes. Its empty data is what makes browsers tell of it. */
export const COMPLETE = 'event: complete\ndata:\n\n';

/** @param id what a client that comes back shows as `Last-Event-ID`. */
export const nextEvent = (body: AnswerBody, id?: number): string =>
  `event: next\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(body)}\n\n`;
