import type { RequestHandler } from 'express';
import { COPY_QUERY, type CopiedClaim } from '../dated-copy/copy';
import type { CopyWriter } from '../dated-copy/pdf';
import { askGraph, type GraphAsking } from './ask-graph';
import { whileConnected } from './visit';

/** What the address of dated copies needs. */
export interface DatedCopyHandlerOptions extends GraphAsking {
  readonly copies: CopyWriter;
}

/**
 * Gives the dated copy of a filing as PDF: `GET /claims/<key>/dated-copy.pdf` with the token and the purpose of who asks.
 * It decides nothing: the graph is asked for what stands on the copy, and whoever is not shown all of it, as it is, gets none.
 */
export function createDatedCopyHandler(options: DatedCopyHandlerOptions): RequestHandler {
  return async (request, response) => {
    const { answer } = await askGraph(options, request, response, whileConnected(response), {
      query: COPY_QUERY,
      variables: { id: String(request.params.id) },
    });
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
    const pdf = await options.copies.write(claim);
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
