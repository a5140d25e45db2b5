import { GraphQLError } from 'graphql';
import { HubError } from '../../schema/kernel/errors';
import { isAboutLiteral } from '../../subgraphs/shared/variables';
import { tooLarge } from './limits';

/** What is told of a text that does not parse. */
export function parseError(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) throw error;
  if (error.message.includes('Document contains more')) {
    const originalError = tooLarge('tokens');
    return new GraphQLError(originalError.message, { originalError });
  }
  // The library's own sentence repeats what stands there.
  const [place] = error.locations ?? [];
  const where = place ? ` at line ${place.line}, column ${place.column}` : '';
  return requestError(`The document is not valid GraphQL${where}.`, 'GRAPHQL_PARSE_FAILED', error);
}

/** What is told of a document that the schema or a limit does not take. */
export function validationError(error: GraphQLError): GraphQLError {
  if (error.originalError instanceof HubError) return error;
  const message = isAboutLiteral(error)
    ? 'A value in the document is not what its place expects.'
    : error.message;
  return requestError(message, 'GRAPHQL_VALIDATION_FAILED', error);
}

/** @param error whose place is told. */
export function requestError(
  message: string,
  code: string,
  { source, positions }: Partial<GraphQLError> = {},
): GraphQLError {
  return new GraphQLError(message, {
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code },
  });
}
