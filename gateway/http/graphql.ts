import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, failureAnswer } from '../answer/answer';
import { answerBytes } from '../answer/bytes';
import { RequestRefused } from '../answer/request-refused';
import { MEDIA_TYPES, type MediaType } from '../answer/status';
import { inSchemeOf } from '../auth/credentials';
import type { Pipeline, Trace } from '../pipeline';
import { PURPOSE_HEADER } from '../policy/purpose';
import { createBodyReader, isShort } from './body';
import { createMediaTypeReader } from './media-type';
import { parametersInUrl, type SentParameters } from './parameters';
import { credentialsOf, type Place } from './request-credentials';
import { headersOfAll, visitOf, whileConnected } from './visit';

/** Hears of every answer before it is sent. */
export type Answered = (response: ServerResponse, trace: Trace, answer: Answer) => void;

/** What the GraphQL address needs. */
export interface GraphqlHandlerOptions extends Place {
  readonly pipeline: Pipeline;
  readonly bodyBytes: number;
  readonly answered: Answered;
}

/** Serves one address; may stand below Express, and does not need it. */
export type GraphqlHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Headers that a browser sends to another origin only after asking it first: no page can forge such a request. */
const PREFLIGHTED = [
  'authorization',
  'apollo-require-preflight',
  'graphql-require-preflight',
  'x-apollo-operation-name',
];

/** GraphQL over HTTP: reads a request, has it answered, writes the answer. */
export function createGraphqlHandler(options: GraphqlHandlerOptions): GraphqlHandler {
  const { pipeline, bodyBytes, answered } = options;
  const inBody = createBodyReader(bodyBytes);
  const mediaTypeOf = createMediaTypeReader();

  const respond = async (
    request: IncomingMessage,
    response: ServerResponse,
    trace: Trace,
  ): Promise<Answer> => {
    const mediaType = mediaTypeOf(request);
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
        credentials: credentialsOf(request, options),
        purpose: headerOf(request, PURPOSE_HEADER),
        requestId: visitOf(response).requestId,
        signal: whileConnected(response),
        parameters: () => (method === 'GET' ? inUrl(request) : inBody(request, response)),
      },
      trace,
    );
  };
  return async (request, response) => {
    const trace: Trace = {};
    const answer = await respond(request, response, trace);
    answered(response, trace, answer);
    const bytes = answerBytes(answer.body);
    const headers = headersOfAll(visitOf(response));
    headers.push('content-length', String(bytes.length));
    for (const [name, value] of Object.entries(headersOf(answer, request))) headers.push(name, value);
    if (!request.complete && !isShort(request, bodyBytes)) headers.push('connection', 'close'); // The rest is not read.
    response.writeHead(answer.status, headers).end(bytes);
  };
}

/** The value of a header that is sent once. */
const headerOf = ({ headers }: IncomingMessage, name: string): string | undefined =>
  headers[name] as string | undefined;

function headersOf({ status, headers }: Answer, request: IncomingMessage): Answer['headers'] {
  const { 'www-authenticate': challenge } = headers;
  if (status !== 403 || challenge === undefined) return headers;
  const { authorization = [] } = request.headersDistinct;
  return { ...headers, 'www-authenticate': inSchemeOf(authorization, challenge) };
}

async function inUrl({ headers, url = '' }: IncomingMessage): Promise<SentParameters> {
  const type = headers['content-type'];
  if (type !== undefined && !/^application\/json\b/i.test(type)) {
    throw new RequestRefused(415, 'A GET request has no body: leave its content type out.');
  }
  if (type === undefined && !PREFLIGHTED.some((name) => headers[name])) {
    throw new RequestRefused(
      403,
      'This request could be forged by another site: send an Authorization or a GraphQL-Require-Preflight header.',
    );
  }
  return parametersInUrl(new URL(url, 'http://hub.invalid').searchParams);
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
