import { createHash } from 'node:crypto';
import { GraphQLError, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { z } from 'zod';
import { DEFAULT_LIMITS } from '../plan/limits';

/** One operation that a client may send, by its id or by its text. */
export interface RegisteredOperation {
  /** As the client names it; the SHA-256 of the text unless the client's tools chose another one. */
  readonly id: string;
  readonly name: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  /** The text, with all the fragments that it spreads. */
  readonly body: string;
}

/** A manifest that cannot be taken; one sentence per mistake, with the operation and the place. */
export class ManifestError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ManifestError';
  }
}

const operationSchema = z.object({
  id: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible characters without spaces'),
  name: z.string().regex(/^[_A-Za-z]\w{0,199}$/, 'must be the name of the operation'),
  type: z.enum(['query', 'mutation', 'subscription']),
  body: z.string().min(1).max(DEFAULT_LIMITS.bodyBytes),
});

/** As the client tools of Apollo write it. */
const manifestSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(operationSchema).max(10_000),
});

/** @returns the hash by which clients of automatic persisted queries name a text. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Whether a name of a text is a SHA-256. */
export const isHash = (id: string): boolean => /^[\da-f]{64}$/.test(id);

/**
 * Reads a manifest: its form, and whether each text is what is said of it. The graph is not looked at.
 *
 * @throws {ManifestError}
 */
export function parseManifest(text: string): readonly RegisteredOperation[] {
  const parsed = manifestSchema.safeParse(jsonIn(text));
  if (!parsed.success) {
    throw new ManifestError(parsed.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`));
  }
  const { operations } = parsed.data;
  const mistakes = operations.flatMap((operation, at) => {
    const isTwice = operations.findIndex(({ id }) => id === operation.id) < at;
    const found = isTwice ? 'another operation has the same id' : mistakeIn(operation);
    return found === undefined ? [] : [`operations[${at}] ${operation.name}: ${found}`];
  });
  if (mistakes.length > 0) throw new ManifestError(mistakes);
  return operations;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ManifestError(['it is not JSON']);
  }
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((each) => (typeof each === 'number' ? `[${each}]` : `.${String(each)}`))
    .join('')
    .replace(/^\./, '') || 'the manifest';

function mistakeIn({ id, name, type, body }: RegisteredOperation): string | undefined {
  if (isHash(id) && id !== hashOf(body)) return 'the id is not the SHA-256 of the text';
  const found = operationsIn(body);
  if (typeof found === 'string') return found;
  const [operation, ...more] = found;
  if (!operation || more.length > 0) return 'the text must hold one operation';
  if (operation.name?.value !== name) return 'the text’s operation has another name';
  if (operation.operation !== type) return `the text is a ${operation.operation}, not a ${type}`;
  return undefined;
}

function operationsIn(body: string): readonly OperationDefinitionNode[] | string {
  try {
    const { definitions } = parse(body, { maxTokens: DEFAULT_LIMITS.tokens, noLocation: true });
    return definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  } catch (error) {
    const [place] = error instanceof GraphQLError ? (error.locations ?? []) : [];
    return `the text is not GraphQL${place ? ` (line ${place.line}, column ${place.column})` : ''}`;
  }
}
