import type { Request, RequestHandler, Response } from 'express';
import { HubError } from '../../schema/kernel/errors';
import { type EvidenceIntake, type EvidenceRefusal, EvidenceRefused } from '../../schema/ports/evidence';

/** What is told of each refusal, as RFC 9457 has it. The token is never repeated. */
const REFUSED: Readonly<Record<EvidenceRefusal, readonly [status: number, title: string]>> = {
  UNKNOWN: [404, 'There is nothing at this address.'],
  USED: [409, 'The file is here already: ask for another path to send another one.'],
  EXPIRED: [410, 'This path is too old: ask for a new one.'],
  TOO_LARGE: [413, 'The file is longer than was announced.'],
  WRONG_TYPE: [415, 'The file is not of the type that was announced.'],
  WRONG_SIZE: [422, 'The file is shorter than was announced.'],
};

/** Of a body that is not taken, so many bytes are read before the answer: clients that send first hear it. */
const DRAIN_BYTES = 16 * 1024 * 1024;

/**
 * Takes one file: `PUT /evidence/<token>`. The token alone lets it in; it tells nothing about anyone, and works once.
 * The bytes go through in pieces.
 */
export function createEvidenceHandler(intake: EvidenceIntake): RequestHandler {
  return async (request, response) => {
    if (request.method !== 'PUT') {
      response.set('allow', 'PUT');
      return problem(request, response, 405, 'METHOD_NOT_ALLOWED', 'A file is sent by PUT.');
    }
    try {
      const { sizeBytes, sha256 } = await intake.receive({
        token: String(request.params.token),
        mediaType: request.get('content-type'),
        sizeBytes: lengthOf(request),
        body: piecesOf(request),
      });
      response.status(201).json({ state: 'RECEIVED', sizeBytes, sha256 });
    } catch (error) {
      if (request.readableAborted) return; // Nobody listens any more.
      if (error instanceof EvidenceRefused) {
        const [status, title] = REFUSED[error.reason];
        return problem(request, response, status, error.reason, title);
      }
      if (!(error instanceof HubError)) throw error;
      response.set('retry-after', '10');
      return problem(request, response, 503, error.code, 'The file cannot be taken now: try again.');
    }
  };
}

function lengthOf(request: Request): number | undefined {
  const length = request.get('content-length');
  return length === undefined ? undefined : Number(length);
}

/** The body may be left in the middle, and the rest of it read afterwards. */
const piecesOf = (request: Request): AsyncIterable<Uint8Array> =>
  request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;

async function problem(
  request: Request,
  response: Response,
  status: number,
  code: string,
  title: string,
): Promise<void> {
  await drain(request);
  response.status(status).type('application/problem+json');
  response.send(JSON.stringify({ type: 'about:blank', title, status, code }));
}

async function drain(request: Request): Promise<void> {
  let bytes = 0;
  try {
    for await (const piece of piecesOf(request)) {
      bytes += piece.length;
      if (bytes > DRAIN_BYTES) break;
    }
  } catch {
    // Its sender has gone, or was left before: the answer finds nobody.
  }
}
