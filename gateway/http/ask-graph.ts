import type { Request, Response } from 'express';
import type { Answer } from '../answer/answer';
import type { Pipeline, Trace } from '../pipeline';
import { PURPOSE_HEADER } from '../policy/purpose';
import type { Answered } from './graphql';
import { credentialsOf, type Place } from './request-credentials';
import { visitOf } from './visit';

/** What an address beside the graph's own needs to ask the graph. */
export interface GraphAsking extends Place {
  readonly pipeline: Pipeline;
  /** Hears of every answer of the graph. */
  readonly answered: Answered;
}

/** Sends an operation through the pipeline, with the token and the purpose of whoever asks the address. */
export async function askGraph(
  { pipeline, answered, ...place }: GraphAsking,
  request: Request,
  response: Response,
  signal: AbortSignal,
  operation: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
): Promise<{ readonly answer: Answer; readonly trace: Trace }> {
  const trace: Trace = {};
  const answer = await pipeline(
    {
      method: 'POST',
      mediaType: 'application/graphql-response+json',
      credentials: credentialsOf(request, place),
      purpose: request.get(PURPOSE_HEADER),
      requestId: visitOf(response).requestId,
      signal,
      parameters: async () => ({ ...operation, operationName: undefined, own: true }),
    },
    trace,
  );
  answered(response, trace, answer);
  return { answer, trace };
}
