import { hash as digest } from 'node:crypto';
import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { createBoundedCache } from '../../subgraphs/shared/bounded-cache';
import { variableMistakes } from '../../subgraphs/shared/variables';
import { parseError, requestError, validationError } from './document-errors';
import { knownCostOf } from './known-costs';
import { type Limits, limitsRule, noIncrementalRule, tooLarge } from './limits';

/** A text that was read, checked against the schema and the limits, or refused. */
export interface ReadDocument {
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
  readonly document?: DocumentNode;
  /** Why it was refused; empty where it was not. */
  readonly errors: readonly GraphQLError[];
}

/** Reads documents: parses each text once, and validates it once by each schema that it is read by. */
export interface DocumentReader {
  /** @param schema what exists for whoever asks; the whole schema unless said. */
  read(text: string, schema?: GraphQLSchema): ReadDocument;
  /** What is kept at present. */
  kept(): { readonly documents: number; readonly bytes: number };
}

/** A text as it was parsed, and the numbers of the schemas that it is valid by. */
interface Parsed {
  readonly read: ReadDocument;
  readonly goodFor: Set<number>;
}

/** How many schemas a text remembers to be valid by. */
const SCHEMAS_MAX = 200;

/** Bytes of documents that are kept unless said: some two thousand of the size of a page's. */
export const DOCUMENT_BYTES = 64_000_000;

/** The most documents that are kept, however small they are. */
const ENTRIES_MAX = 10_000;

/** What one word or sign of a text takes once it is parsed, as measured: its own place, and its share of the tree. */
const TOKEN_BYTES = 300;

/** What an entry takes beside text and tree, its errors included. */
const ENTRY_BYTES = 2_000;

/** How many mistakes of one document are told at once. */
const MOST_ERRORS = 10;

/** @param bytes how much is kept, the least recently used going first; a fourth of it for refusals. */
export function createDocumentReader(
  whole: GraphQLSchema,
  limits: Limits,
  bytes = DOCUMENT_BYTES,
): DocumentReader {
  const documents = createBoundedCache<Parsed>({ entries: ENTRIES_MAX, weight: bytes * 0.75 });
  const refusals = createBoundedCache<ReadDocument>({ entries: ENTRIES_MAX, weight: bytes * 0.25 });
  const cheap = [limitsRule(limits), noIncrementalRule];

  // No audience may get another one's verdict, so a schema's own number is part of the key; numbers are not used again.
  const numbers = new WeakMap<GraphQLSchema, number>();
  let last = 0;
  const numberOf = (schema: GraphQLSchema): number => {
    const number = numbers.get(schema) ?? (last += 1);
    numbers.set(schema, number);
    return number;
  };

  const parseOnce = (hash: string, text: string): ReadDocument => {
    try {
      const document = parse(text, { maxTokens: limits.tokens });
      const errors = validate(whole, document, cheap, { maxErrors: 1 });
      return errors.length > 0 ? { hash, errors: errors.map(validationError) } : { hash, document, errors };
    } catch (error) {
      return { hash, errors: [parseError(error)] };
    }
  };
  return {
    read(text, schema = whole) {
      const hash = digest('sha256', text);
      let parsed = documents.get(hash);
      if (!parsed) {
        parsed = { read: parseOnce(hash, text), goodFor: new Set() };
        documents.set(hash, parsed, weightOf(text, parsed.read.document));
      }
      const { read, goodFor } = parsed;
      const number = numberOf(schema);
      if (!read.document || goodFor.has(number)) return read;
      const key = `${number} ${hash}`;
      const known = refusals.get(key);
      if (known) return known;
      const errors = validate(schema, read.document, specifiedRules, VALIDATION).map(validationError);
      if (errors.length > 0) {
        const refused = { hash, errors };
        refusals.set(key, refused, weightOf(text, undefined));
        return refused;
      }
      if (goodFor.size >= SCHEMAS_MAX) goodFor.clear();
      goodFor.add(number);
      return read;
    },
    kept: () => ({
      documents: documents.size + refusals.size,
      bytes: documents.weight + refusals.weight,
    }),
  };
}

/** About how many bytes a text takes that was read. @param document absent where none is kept. */
function weightOf(text: string, document: DocumentNode | undefined): number {
  let tokens = 0;
  for (let token = document?.loc?.startToken; token; token = token.next ?? undefined) tokens += 1;
  return ENTRY_BYTES + 2 * text.length + TOKEN_BYTES * tokens;
}

const VALIDATION = { maxErrors: MOST_ERRORS, hideSuggestions: true };

/** One operation of a document, ready to be cut, planned and executed; or why it is not. */
export type ChosenOperation =
  | { readonly operation: OperationDefinitionNode; readonly errors?: never }
  | { readonly errors: readonly GraphQLError[] };

/**
 * Picks the operation of a request and compares its variables and its cost with what is allowed.
 */
export function chooseOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  request: {
    readonly operationName: string | undefined;
    readonly variables: Readonly<Record<string, unknown>>;
  },
  limits: Limits,
): ChosenOperation {
  const operation = getOperationAST(document, request.operationName);
  if (!operation) {
    const several = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length > 1;
    const message =
      several && request.operationName === undefined
        ? 'The document holds several operations: say which one with "operationName".'
        : 'The document has no operation of that name.';
    return { errors: [requestError(message, 'OPERATION_RESOLUTION_FAILURE')] };
  }
  if (operation.operation === 'subscription') {
    return {
      errors: [requestError('Subscriptions are sent to /graphql/stream.', 'GRAPHQL_VALIDATION_FAILED')],
    };
  }
  if (!schema.getRootType(operation.operation)) {
    return { errors: [requestError('There is nothing to change here.', 'GRAPHQL_VALIDATION_FAILED')] };
  }
  const errors = variableMistakes(schema, operation, request.variables);
  if (errors.length > 0) return { errors };
  if (knownCostOf(schema, document, operation, request.variables) > limits.cost) {
    const originalError = tooLarge('cost');
    return { errors: [new GraphQLError(originalError.message, { originalError })] };
  }
  return { operation };
}
