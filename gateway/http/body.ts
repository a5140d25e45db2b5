import express, { type Request, type Response } from 'express';
import { RequestRefused } from '../answer/request-refused';
import { tooLarge } from '../plan/limits';
import { parametersInBody } from './parameters';

/**
 * Reads the bodies of GraphQL requests. Only JSON is taken: no page of another site can send that without being asked first.
 *
 * @param bodyBytes the most that is read.
 * @returns reads one. @throws {RequestRefused}
 */
export function createBodyReader(
  bodyBytes: number,
): (request: Request, response: Response) => Promise<ReturnType<typeof parametersInBody>> {
  const readBody = express.raw({ type: () => true, limit: bodyBytes });
  return async (request, response) => {
    if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(request.get('content-type') ?? '')) {
      throw new RequestRefused(415, 'The body must be JSON in UTF-8: send "Content-Type: application/json".');
    }
    await new Promise<void>((resolve, reject) =>
      readBody(request, response, (error?: unknown) =>
        error === undefined ? resolve() : reject(bodyRefused(error)),
      ),
    );
    return parametersInBody(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
  };
}

/** What the body reader says, in our words. */
function bodyRefused(error: unknown): RequestRefused {
  const { status } = error as { status?: number };
  if (status === 413) return new RequestRefused(413, tooLarge('bodyBytes').message, 'OPERATION_TOO_LARGE');
  if (status === 415)
    return new RequestRefused(415, 'The body is compressed in a way that is not understood.');
  return new RequestRefused(400, 'The body could not be read.');
}
