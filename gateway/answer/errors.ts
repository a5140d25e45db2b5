import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type Facts, HubError, type HubErrorCode } from '../../schema/kernel/errors';
import { INTERNAL_ERROR, type ReportError } from '../../subgraphs/shared/error-answer';
import { isRecord } from '../../subgraphs/shared/graph-request';

/** Codes that a subgraph's error may carry; the compiler keeps the list complete. */
const HUB_CODES: Readonly<Record<HubErrorCode, true>> = {
  UNAUTHENTICATED: true,
  PURPOSE_REQUIRED: true,
  PURPOSE_NOT_ALLOWED: true,
  OPERATION_ACCESS_DENIED: true,
  FIELD_ACCESS_DENIED: true,
  ARGUMENT_ACCESS_DENIED: true,
  MASKED_VALUE_WRITE_BACK: true,
  POLICY_EVALUATION_FAILED: true,
  NOT_FOUND: true,
  BAD_USER_INPUT: true,
  IDEMPOTENCY_KEY_REUSED: true,
  VERSION_CONFLICT: true,
  INVALID_STATE: true,
  RATE_LIMITED: true,
  OPERATION_TOO_LARGE: true,
  OPERATION_NOT_REGISTERED: true,
  SOURCE_UNAVAILABLE: true,
  SOURCE_TIMEOUT: true,
  SOURCE_INVALID_DATA: true,
  SOURCE_REFUSED: true,
};

/** Codes of what is wrong with a document as such; their sentences are the gateway's own. */
const DOCUMENT_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);

/** What the executor adds to a subgraph's error: who answers for a field is nobody's business outside. */
const MACHINERY = new Set(['serviceName', 'stacktrace', 'http']);

/**
 * Lets an error leave by allow-list: known codes with their sentence and plain facts, everything else as one constant
 * sentence. Whatever a subgraph, a socket or a library put into it stays inside.
 *
 * @param report hears of errors that were replaced.
 */
export function publicError(error: unknown, report: ReportError): GraphQLFormattedError {
  if (error instanceof HubError) return written(error.message, error.code, error.facts);
  if (!(error instanceof GraphQLError)) {
    report(error);
    return internal();
  }
  const { originalError, extensions, message, path } = error;
  const where = path ? { path: [...path] } : {};
  if (originalError instanceof HubError) {
    return { ...written(originalError.message, originalError.code, originalError.facts), ...where };
  }
  const { code, ...facts } = extensions;
  if (typeof code === 'string' && Object.hasOwn(HUB_CODES, code)) {
    return { ...written(message, code, plainFacts(facts)), ...where };
  }
  if (typeof code === 'string' && DOCUMENT_CODES.has(code)) {
    return { ...written(message, code), ...(error.locations ? { locations: error.locations } : {}) };
  }
  if (code !== INTERNAL_ERROR.code) report(originalError ?? error); // A subgraph has reported its own.
  return { ...internal(), ...where };
}

const internal = (): GraphQLFormattedError => written(INTERNAL_ERROR.message, INTERNAL_ERROR.code);

const written = (message: string, code: string, facts: Facts = {}): GraphQLFormattedError => ({
  message,
  extensions: { ...facts, code },
});

function plainFacts(extensions: Readonly<Record<string, unknown>>): Facts {
  return Object.fromEntries(
    Object.entries(extensions).filter(([name, value]) => !MACHINERY.has(name) && isPlain(value)),
  ) as Facts;
}

const isPlain = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every((each) => typeof each === 'string'));

/** Errors that the stock executor hides away when a required value is missing: the answer must say so. */
export function missingValues(extensions: unknown): GraphQLFormattedError[] {
  const hidden = isRecord(extensions) ? extensions.valueCompletion : undefined;
  if (!Array.isArray(hidden)) return [];
  return (hidden as { path?: GraphQLFormattedError['path'] }[]).map(({ path }) => ({
    message: 'A value that the graph promises is missing.',
    ...(path ? { path } : {}),
    extensions: { code: INTERNAL_ERROR.code },
  }));
}
