import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { HubError } from '../../schema/kernel/errors';

/** What anyone is told about a failure that the hub did not foresee. */
export const INTERNAL_ERROR = {
  message: 'The hub could not answer this part because of an internal error.',
  code: 'INTERNAL_SERVER_ERROR',
} as const;

/** Hears of errors that were replaced by `INTERNAL_ERROR`, to log them. */
export type ReportError = (error: unknown) => void;

/**
 * Lets an error leave by allow-list: a `HubError` tells its message, code and facts; anything else becomes one constant
 * sentence, and is reported inside. Positions in the document are left out: it is the gateway's, not the client's.
 */
export function errorAnswer(error: GraphQLError, report: ReportError): GraphQLFormattedError {
  const { originalError, path } = error;
  const where = path ? { path: [...path] } : {};
  if (originalError instanceof HubError) {
    const { message, code, facts } = originalError;
    return { message, ...where, extensions: { ...facts, code } };
  }
  if (error.extensions.code === 'BAD_USER_INPUT' && originalError === undefined) {
    return { message: error.message, ...where, extensions: { code: 'BAD_USER_INPUT' } };
  }
  report(originalError ?? error);
  return { message: INTERNAL_ERROR.message, ...where, extensions: { code: INTERNAL_ERROR.code } };
}

/**
 * What a log line may say of an error that nobody foresaw: its class and where in the code it arose. Its message stays
 * out, because a driver's or a parser's message may repeat data.
 */
export function describeError(error: unknown): { readonly error: string; readonly at?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const frame = error.stack
    ?.split('\n')
    .find((line) => /^\s+at .*\.[jt]s:\d+/.test(line) && !line.includes('node_modules'));
  const place = frame && /((?:gateway|subgraphs|adapters|schema)\/[^\s()]+:\d+)/.exec(frame)?.[1];
  return { error: error.name, ...(place ? { at: place } : {}) };
}
