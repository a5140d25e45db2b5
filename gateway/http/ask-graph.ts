import type { Request, Response } from 'express';
import type { Answer } from '../answer/answer';
import type { Pipeline, Trace } from '../pipeline';
import { PURPOSE_HEADER } from '../policy/purpose';
import { credentialsOf } from './graphql';

/** What an address beside the graph's own needs to ask the graph. */
export interface GraphAsking {
  readonly pipeline: Pipeline;
  readonly publicUrl?: string;
  /** Hears of every answer of the graph. */
  readonly answered: (request: Request, trace: Trace, answer: Answer) => void;
}

/** Sends an operation through the pipeline, with the token and the purpose of whoever asks the address. */
export async function askGraph(
  { pipeline, publicUrl, answered }: GraphAsking,
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
      credentials: credentialsOf(request, publicUrl),
      purpose: request.get(PURPOSE_HEADER),
      requestId: String(response.getHeader('x-request-id')),
      signal,
      parameters: async () => ({ ...operation, operationName: undefined, own: true }),
    },
    trace,
  );
  answered(request, trace, answer);
  return { answer, trace };
}
