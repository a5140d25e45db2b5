import { isRecord } from '../../subgraphs/shared/graph-request';
import { RequestRefused } from '../answer/request-refused';

/** An operation whose text is known. */
export interface Parameters {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A GraphQL request as GraphQL over HTTP writes it: with the text, or with a name that a text is known by. */
export interface SentParameters extends Omit<Parameters, 'query'> {
  readonly query: string | undefined;
  /** `extensions.persistedQuery.sha256Hash`. */
  readonly sha256Hash?: string | undefined;
  /** The id of an operation that the client registered. */
  readonly documentId?: string | undefined;
  /** What a client calls the operation: `extensions.operationId`. */
  readonly operationId?: string | undefined;
  /** It is the hub's own text, which no client could send otherwise. */
  readonly own?: true;
}

/** Reads the parameters of a `GET`. @throws {RequestRefused} */
export function parametersInUrl(search: URLSearchParams): SentParameters {
  const raw: Record<string, unknown> = {};
  for (const name of ['query', 'documentId', 'operationName', 'variables', 'extensions']) {
    const values = search.getAll(name);
    if (values.length > 1) throw new RequestRefused(400, `The parameter "${name}" is given more than once.`);
    const [value] = values;
    if (value === undefined) continue;
    const isJson = name === 'variables' || name === 'extensions';
    raw[name] = isJson ? parsed(value, `The parameter "${name}" is not valid JSON.`) : value;
  }
  return parametersIn(raw);
}

/** Reads the parameters of a `POST`. @throws {RequestRefused} */
export function parametersInBody(body: Buffer): SentParameters {
  if (body.length === 0) throw new RequestRefused(400, 'The request has no body.');
  const raw = parsed(decoded(body), 'The body is not valid JSON.');
  if (Array.isArray(raw))
    throw new RequestRefused(400, 'Batched requests are not accepted: send one operation.');
  if (!isRecord(raw)) throw new RequestRefused(400, 'The body is not a JSON object.');
  return parametersIn(raw);
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function decoded(body: Buffer): string {
  try {
    return UTF8.decode(body);
  } catch {
    throw new RequestRefused(400, 'The body is not valid UTF-8.');
  }
}

function parsed(text: string, otherwise: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new RequestRefused(400, otherwise);
  }
}

function parametersIn(raw: Record<string, unknown>): SentParameters {
  const { query, documentId, operationName, variables, extensions } = raw;
  const name = operationName ?? undefined;
  if (name !== undefined && typeof name !== 'string') {
    throw new RequestRefused(400, '"operationName" must be a string.');
  }
  const values = objectOrNothing(variables, 'variables') ?? {};
  const text = query ?? undefined;
  if (text !== undefined && (typeof text !== 'string' || text.trim() === '')) throw noText();
  const { persistedQuery, operationId } = objectOrNothing(extensions, 'extensions') ?? {};
  const called = isName(operationId) ? { operationId } : {};
  const sent = { query: text, operationName: name, variables: values, ...called };
  if (documentId !== undefined && documentId !== null) return { ...sent, documentId: idIn(documentId, text) };
  if (persistedQuery !== undefined) return { ...sent, sha256Hash: hashIn(persistedQuery) };
  if (text === undefined) throw noText();
  return sent;
}

const noText = (): RequestRefused => new RequestRefused(400, '"query" must be a non-empty string.');

const isName = (given: unknown): given is string =>
  typeof given === 'string' && given !== '' && given.length <= 300;

function idIn(documentId: unknown, text: string | undefined): string {
  if (text !== undefined) throw new RequestRefused(400, 'Send "query" or "documentId", not both.');
  if (isName(documentId)) return documentId;
  throw new RequestRefused(400, '"documentId" must be a non-empty string.');
}

function hashIn(persistedQuery: unknown): string {
  const { version, sha256Hash } = isRecord(persistedQuery) ? persistedQuery : {};
  if (version === 1 && isName(sha256Hash)) return sha256Hash;
  throw new RequestRefused(
    400,
    '"extensions.persistedQuery" must hold version 1 and "sha256Hash", a non-empty string.',
  );
}

function objectOrNothing(value: unknown, name: string): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) throw new RequestRefused(400, `"${name}" must be a JSON object.`);
  return value;
}
