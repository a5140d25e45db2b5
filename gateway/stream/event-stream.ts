import type { Response } from 'express';
import type { EventSink } from './line';

/** The media type of server-sent events. */
export const EVENTS = 'text/event-stream';

/** Whoever does not read the last words within this does not get them, in milliseconds. */
const LAST_WORDS_MS = 10_000;

/** Begins to answer with events. */
export function beginEvents(response: Response): EventSink {
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
