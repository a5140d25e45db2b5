import type { Request, RequestHandler, Response } from 'express';
import type { Answer } from '../answer/answer';
import type { DataExport } from '../export/export.type';
import type { Exporter } from '../export/export';
import type { Pipeline, Trace } from '../pipeline';
import { PURPOSE_HEADER } from '../policy/purpose';
import { credentialsOf, whileConnected } from './graphql';

/** What the address of exports needs. */
export interface ExportHandlerOptions {
  readonly pipeline: Pipeline;
  readonly exporter: Exporter;
  readonly publicUrl?: string;
  /** Hears of every answer of the graph. */
  readonly answered: (request: Request, trace: Trace, answer: Answer) => void;
}

/**
 * Gives a copy of everything about a data subject, as JSON: `GET /privacy/export/<key>` with the token and the purpose of
 * who asks. It decides nothing: every operation of the walk goes through the pipeline like any other.
 */
export function createExportHandler(options: ExportHandlerOptions): RequestHandler {
  return async (request, response) => {
    const { refused, data } = await copyFor(options, request, response);
    if (refused) {
      response.status(refused.status).set(refused.headers).end(JSON.stringify(refused.body));
      return;
    }
    if (!data) {
      response
        .status(404)
        .json({ errors: [{ message: 'DataSubject not found.', extensions: { code: 'NOT_FOUND' } }] });
      return;
    }
    response.set('content-disposition', 'attachment; filename="data-export.json"').json(data);
  };
}

async function copyFor(
  { pipeline, exporter, publicUrl, answered }: ExportHandlerOptions,
  request: Request,
  response: Response,
): Promise<{ readonly refused?: Answer; readonly data?: DataExport | undefined }> {
  const signal = whileConnected(response);
  const last: Trace = {};
  let refused: Answer | undefined;
  let first = true;
  const data = await exporter.export(
    String(request.params.id),
    async (query, variables) => {
      const trace: Trace = {};
      const answer = await pipeline(
        {
          method: 'POST',
          mediaType: 'application/graphql-response+json',
          credentials: credentialsOf(request, publicUrl),
          purpose: request.get(PURPOSE_HEADER),
          requestId: String(response.getHeader('x-request-id')),
          signal,
          parameters: async () => ({ query, variables, operationName: undefined }),
        },
        trace,
      );
      answered(request, trace, answer);
      if (trace.caller) last.caller = trace.caller;
      // Whoever is not let in at all is told so, as by the graph; later refusals are part of the report.
      if (first && answer.body.data === undefined) refused = answer;
      first = false;
      return answer.body;
    },
    () => last.caller,
  );
  return refused ? { refused } : { data };
}
