import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Request, type Response } from 'express';
import { RequestRefused } from '../answer/request-refused';
import { tooLarge } from '../plan/limits';
import { parametersInBody, type SentParameters } from './parameters';

/**
 * Reads the bodies of GraphQL requests. Only JSON is taken: no page of another site can send that without being asked first.
 *
 * @param bodyBytes the most that is read.
 * @returns reads one. @throws {RequestRefused}
 */
export function createBodyReader(
  bodyBytes: number,
): (request: IncomingMessage, response: ServerResponse) => Promise<SentParameters> {
  const readBody = express.raw({ type: () => true, limit: bodyBytes });
  const readAny = (request: Request, response: Response): Promise<Buffer> =>
    new Promise((resolve, reject) =>
      readBody(request, response, (error?: unknown) => {
        if (error !== undefined) reject(bodyRefused(error));
        else resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      }),
    );
  return async (request, response) => {
    const { 'content-type': type = '', 'content-encoding': encoding } = request.headers;
    if (type !== 'application/json' && !JSON_IN_UTF8.test(type)) {
      throw new RequestRefused(415, 'The body must be JSON in UTF-8: send "Content-Type: application/json".');
    }
    const isPlain = encoding === undefined && isShort(request, bodyBytes);
    return parametersInBody(
      await (isPlain ? readPlain(request) : readAny(request as Request, response as Response)),
    );
  };
}

const JSON_IN_UTF8 = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Whether a request says of itself that its body is not too long: no more than it says is read. */
export const isShort = ({ headers }: IncomingMessage, bodyBytes: number): boolean =>
  Number(headers['content-length'] ?? 'NaN') <= bodyBytes;

/** @param request whose body is as long as it says, and is not compressed. */
function readPlain(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(unread());
    if (!request.readable) return fail();
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const [first] = pieces;
      resolve(first && pieces.length === 1 ? first : Buffer.concat(pieces));
    });
    request.on('error', fail);
    request.on('close', () => {
      if (!request.readableEnded) fail();
    });
  });
}

/** What the body reader says, in our words. */
function bodyRefused(error: unknown): RequestRefused {
  const { status } = error as { status?: number };
  if (status === 413) return new RequestRefused(413, tooLarge('bodyBytes').message, 'OPERATION_TOO_LARGE');
  if (status === 415)
    return new RequestRefused(415, 'The body is compressed in a way that is not understood.');
  return unread();
}

const unread = (): RequestRefused => new RequestRefused(400, 'The body could not be read.');
