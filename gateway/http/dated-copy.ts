import type { Request, RequestHandler } from 'express';
import type { Answer } from '../answer/answer';
import { COPY_QUERY, type CopiedClaim } from '../dated-copy/copy';
import type { CopyWriter } from '../dated-copy/pdf';
import type { Pipeline, Trace } from '../pipeline';
import { PURPOSE_HEADER } from '../policy/purpose';
import { credentialsOf, whileConnected } from './graphql';

/** What the address of dated copies needs. */
export interface DatedCopyHandlerOptions {
  readonly pipeline: Pipeline;
  readonly copies: CopyWriter;
  readonly publicUrl?: string;
  /** Hears of every answer of the graph. */
  readonly answered: (request: Request, trace: Trace, answer: Answer) => void;
}

/**
 * Gives the dated copy of a filing as PDF: `GET /claims/<key>/dated-copy.pdf` with the token and the purpose of who asks.
 * It decides nothing: the graph is asked for what stands on the copy, and whoever is not shown all of it, as it is, gets none.
 */
export function createDatedCopyHandler({
  pipeline,
  copies,
  publicUrl,
  answered,
}: DatedCopyHandlerOptions): RequestHandler {
  return async (request, response) => {
    const trace: Trace = {};
    const answer = await pipeline(
      {
        method: 'POST',
        mediaType: 'application/graphql-response+json',
        credentials: credentialsOf(request, publicUrl),
        purpose: request.get(PURPOSE_HEADER),
        requestId: String(response.getHeader('x-request-id')),
        signal: whileConnected(response),
        parameters: async () => ({
          query: COPY_QUERY,
          variables: { id: String(request.params.id) },
          operationName: undefined,
        }),
      },
      trace,
    );
    answered(request, trace, answer);
    const { body, status, headers } = answer;
    if (body.data === undefined) {
      response.status(status).set(headers).end(JSON.stringify(body));
      return;
    }
    const { claim } = (body.data ?? {}) as { readonly claim?: CopiedClaim | null };
    const [error] = body.errors ?? [];
    if (error || !claim?.datedCopy || (body.extensions?.access?.masked.length ?? 0) > 0) {
      const code = error ? String(error.extensions?.code) : 'FIELD_ACCESS_DENIED';
      const message = error?.message ?? 'A copy is given whole, or not at all.';
      response.status(STATUS[code] ?? 403).json({ errors: [{ message, extensions: { code } }] });
      return;
    }
    const pdf = await copies.write(claim);
    response
      .type('application/pdf')
      .set('content-disposition', `attachment; filename="${claim.datedCopy.reference}.pdf"`)
      .send(pdf);
  };
}

const STATUS: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  SOURCE_UNAVAILABLE: 503,
  SOURCE_TIMEOUT: 503,
  INTERNAL_SERVER_ERROR: 500,
};
