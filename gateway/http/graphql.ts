import type { Request, RequestHandler, Response } from 'express';
import { type Answer, failureAnswer } from '../answer/answer';
import { answerBytes } from '../answer/bytes';
import { RequestRefused } from '../answer/request-refused';
import { MEDIA_TYPES, type MediaType } from '../answer/status';
import { type Credentials, inSchemeOf } from '../auth/credentials';
import type { Pipeline, Trace } from '../pipeline';
import { PURPOSE_HEADER } from '../policy/purpose';
import { createBodyReader } from './body';
import { parametersInUrl, type SentParameters } from './parameters';

/** What the GraphQL address needs. */
export interface GraphqlHandlerOptions {
  readonly pipeline: Pipeline;
  readonly bodyBytes: number;
  /** Where clients reach this service, e.g. `https://hub.bank.example`; as they name it themselves unless said. */
  readonly publicUrl?: string;
  /** Hears of every answer before it is sent. */
  readonly answered: (request: Request, trace: Trace, answer: Answer) => void;
}

/** Headers that a browser sends to another origin only after asking it first: no page can forge such a request. */
const PREFLIGHTED = [
  'authorization',
  'apollo-require-preflight',
  'graphql-require-preflight',
  'x-apollo-operation-name',
];

/** GraphQL over HTTP: reads a request, has it answered, writes the answer. */
export function createGraphqlHandler({
  pipeline,
  bodyBytes,
  publicUrl,
  answered,
}: GraphqlHandlerOptions): RequestHandler {
  const inBody = createBodyReader(bodyBytes);

  const respond = async (request: Request, response: Response, trace: Trace): Promise<Answer> => {
    const mediaType = request.accepts([...MEDIA_TYPES]) as MediaType | false;
    if (!mediaType) return refusal(406, `This address answers ${MEDIA_TYPES.join(' or ')}.`);
    const { method } = request;
    if (method !== 'GET' && method !== 'POST') {
      return refusal(
        405,
        'GraphQL is answered over POST, queries over GET too.',
        { allow: 'GET, POST' },
        mediaType,
      );
    }
    return pipeline(
      {
        method,
        mediaType,
        credentials: credentialsOf(request, publicUrl),
        purpose: request.get(PURPOSE_HEADER),
        requestId: String(response.getHeader('x-request-id')),
        signal: whileConnected(response),
        parameters: () => (method === 'GET' ? inUrl(request) : inBody(request, response)),
      },
      trace,
    );
  };
  const isShort = (request: Request): boolean => Number(request.get('content-length') ?? 'NaN') <= bodyBytes;
  return async (request, response) => {
    const trace: Trace = {};
    const answer = await respond(request, response, trace);
    answered(request, trace, answer);
    if (!request.complete && !isShort(request)) response.set('connection', 'close'); // The rest is not read.
    response.statusCode = answer.status;
    for (const [name, value] of Object.entries(headersOf(answer, request))) response.setHeader(name, value);
    response.end(answerBytes(answer.body));
  };
}

function headersOf({ status, headers }: Answer, request: Request): Answer['headers'] {
  const { 'www-authenticate': challenge } = headers;
  if (status !== 403 || challenge === undefined) return headers;
  const { authorization = [] } = request.headersDistinct;
  return { ...headers, 'www-authenticate': inSchemeOf(authorization, challenge) };
}

/** Node joins headers that are sent twice, or drops one: here each counts. */
export function credentialsOf(
  request: Request,
  publicUrl = `http://${request.get('host') ?? ''}`,
): Credentials {
  const { authorization = [], dpop = [] } = request.headersDistinct;
  return {
    authorization,
    proofs: dpop,
    method: request.method,
    url: `${publicUrl.replace(/\/$/, '')}/graphql`,
    address: request.ip,
  };
}

async function inUrl(request: Request): Promise<SentParameters> {
  const type = request.get('content-type');
  if (type !== undefined && !/^application\/json\b/i.test(type)) {
    throw new RequestRefused(415, 'A GET request has no body: leave its content type out.');
  }
  if (type === undefined && !PREFLIGHTED.some((name) => request.get(name))) {
    throw new RequestRefused(
      403,
      'This request could be forged by another site: send an Authorization or a GraphQL-Require-Preflight header.',
    );
  }
  return parametersInUrl(new URL(request.originalUrl, 'http://hub.invalid').searchParams);
}

function refusal(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  mediaType: MediaType = 'application/json',
): Answer {
  return failureAnswer(
    new RequestRefused(status, message, 'BAD_REQUEST', headers),
    mediaType,
    () => undefined,
  );
}

/** @returns a signal that fires when the client goes away. */
export function whileConnected(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
