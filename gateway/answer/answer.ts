import type { GraphQLFormattedError } from 'graphql';
import type { SourceUse } from '../../schema/kernel/sources';
import type { ReportError } from '../../subgraphs/shared/error-answer';
import { Unauthenticated } from '../auth/unauthenticated';
import type { OperationRun } from '../execute/transport';
import { missingValues, publicError } from './errors';
import { RequestRefused } from './request-refused';
import { type MediaType, statusOf } from './status';

/** The body of an answer, in the order in which it is written. */
export interface AnswerBody {
  errors?: readonly GraphQLFormattedError[];
  data?: Readonly<Record<string, unknown>> | null;
  extensions?: {
    /** What each source was asked: in development. Elsewhere only the date of answers that were kept. */
    sources?: Record<string, SourceUse | Pick<SourceUse, 'asOf'>>;
    /** Coordinates whose values are masked. */
    access?: { masked: readonly string[] };
  };
}

type Extensions = NonNullable<AnswerBody['extensions']>;

/** What goes back to the client. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody;
}

/** What execution left: errors are public already. */
export interface Executed {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  readonly extensions?: unknown;
}

/**
 * Makes the answer to an operation that was planned and executed, or refused on the way there.
 *
 * @param showSources whether the answer tells what each source was asked: in development.
 */
export function answerOf(
  executed: Executed,
  mediaType: MediaType,
  run?: OperationRun,
  showSources = false,
): Answer {
  const errors = [...(executed.errors ?? []), ...missingValues(executed.extensions)];
  const masked = run && run.masked.size > 0 ? { access: { masked: [...run.masked].sort() } } : {};
  const sources = run ? sourcesShown(run, showSources) : {};
  const extensions = { ...masked, ...sources };
  const body: AnswerBody = {
    ...(errors.length > 0 ? { errors } : {}),
    ...(executed.data === undefined ? {} : { data: executed.data }),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
  };
  const status = statusOf(body, mediaType);
  return { status, headers: headersFor(status, mediaType, body), body };
}

/** Whoever gets a kept answer is told of when it is; what a query costs the legacy systems is told in development. */
function sourcesShown({ sources }: OperationRun, all: boolean): Pick<Extensions, 'sources'> {
  const report = sources.report();
  if (all) return { sources: report };
  const kept = Object.entries(report).flatMap(([source, { asOf }]) =>
    asOf === undefined ? [] : [[source, { asOf }] as const],
  );
  return kept.length > 0 ? { sources: Object.fromEntries(kept) } : {};
}

/** Makes the answer to a request that did not get as far as an operation. */
export function failureAnswer(error: unknown, mediaType: MediaType, report: ReportError): Answer {
  if (error instanceof RequestRefused) {
    const body = { errors: [{ message: error.message, extensions: { code: error.code } }] };
    return { status: error.status, headers: { ...contentType(mediaType), ...error.headers }, body };
  }
  const body = { errors: [publicError(error, report)] };
  const status = statusOf(body, mediaType);
  const challenge = error instanceof Unauthenticated ? { 'www-authenticate': error.header } : {};
  return { status, headers: { ...headersFor(status, mediaType, body), ...challenge }, body };
}

const contentType = (mediaType: MediaType) => ({ 'content-type': `${mediaType}; charset=utf-8` });

function headersFor(status: number, mediaType: MediaType, body: AnswerBody): Record<string, string> {
  if (status === 503 || status === 429) return { ...contentType(mediaType), 'retry-after': '5' };
  if (status !== 403) return contentType(mediaType);
  const scopes = body.errors?.[0]?.extensions?.scopes;
  const needed = Array.isArray(scopes) && scopes.length > 0 ? `, scope="${scopes.join(' ')}"` : '';
  return {
    ...contentType(mediaType),
    'www-authenticate': `Bearer realm="claims-hub", error="insufficient_scope"${needed}`,
  };
}
