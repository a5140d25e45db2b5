import type { GraphQLFormattedError } from 'graphql';

/** The media types of GraphQL over HTTP, in the order of our preference. */
export const MEDIA_TYPES = ['application/json', 'application/graphql-response+json'] as const;

/** One of `MEDIA_TYPES`. */
export type MediaType = (typeof MEDIA_TYPES)[number];

/** What is refused before the graph is asked has a status of its own, whatever the media type. */
const BY_CODE: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  PURPOSE_REQUIRED: 400,
  PURPOSE_NOT_ALLOWED: 403,
  OPERATION_ACCESS_DENIED: 403,
  MASKED_VALUE_WRITE_BACK: 400,
  OPERATION_TOO_LARGE: 400,
  RATE_LIMITED: 429,
  OPERATION_NOT_REGISTERED: 400,
  BAD_REQUEST: 400,
  SOURCE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

/**
 * A well-formed request whose document does not fit the graph: `application/json` answers 200 then, because a
 * client cannot tell such an answer from a proxy's; `application/graphql-response+json` says 400.
 */
const OF_DOCUMENT = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/**
 * The HTTP status of an answer, by GraphQL over HTTP and the access policy's table.
 *
 * @param answer without `data`, nothing was executed.
 */
export function statusOf(
  answer: { readonly data?: unknown; readonly errors?: readonly GraphQLFormattedError[] },
  mediaType: MediaType,
): number {
  if (answer.data !== undefined) return 200;
  const code = String(answer.errors?.[0]?.extensions?.code);
  if (OF_DOCUMENT.has(code)) return mediaType === 'application/json' ? 200 : 400;
  return BY_CODE[code] ?? 500;
}
