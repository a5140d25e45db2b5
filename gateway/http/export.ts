import type { Request, RequestHandler, Response } from 'express';
import type { Answer } from '../answer/answer';
import type { DataExport } from '../export/export.type';
import type { Exporter } from '../export/export';
import type { Trace } from '../pipeline';
import { askGraph, type GraphAsking } from './ask-graph';
import { whileConnected } from './visit';

/** What the address of exports needs. */
export interface ExportHandlerOptions extends GraphAsking {
  readonly exporter: Exporter;
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
  options: ExportHandlerOptions,
  request: Request,
  response: Response,
): Promise<{ readonly refused?: Answer; readonly data?: DataExport | undefined }> {
  const signal = whileConnected(response);
  const last: Trace = {};
  let refused: Answer | undefined;
  let first = true;
  const data = await options.exporter.export(
    String(request.params.id),
    async (query, variables) => {
      const { answer, trace } = await askGraph(options, request, response, signal, { query, variables });
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
