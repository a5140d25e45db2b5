import { isRecord } from '../../subgraphs/shared/graph-request';
import { RequestRefused } from '../answer/request-refused';

/** A GraphQL request as GraphQL over HTTP writes it. */
export interface Parameters {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Reads the parameters of a `GET`. @throws {RequestRefused} */
export function parametersInUrl(search: URLSearchParams): Parameters {
  const raw: Record<string, unknown> = {};
  for (const name of ['query', 'operationName', 'variables', 'extensions']) {
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
export function parametersInBody(body: Buffer): Parameters {
  if (body.length === 0) throw new RequestRefused(400, 'The request has no body.');
  const raw = parsed(decoded(body), 'The body is not valid JSON.');
  if (Array.isArray(raw))
    throw new RequestRefused(400, 'Batched requests are not accepted: send one operation.');
  if (!isRecord(raw)) throw new RequestRefused(400, 'The body is not a JSON object.');
  return parametersIn(raw);
}

function decoded(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
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

function parametersIn({ query, operationName, variables, extensions }: Record<string, unknown>): Parameters {
  const name = operationName ?? undefined;
  if (name !== undefined && typeof name !== 'string') {
    throw new RequestRefused(400, '"operationName" must be a string.');
  }
  const values = objectOrNothing(variables, 'variables') ?? {};
  const asked = objectOrNothing(extensions, 'extensions');
  if (typeof query === 'string' && query.trim() !== '') {
    return { query, operationName: name, variables: values };
  }
  if (query === undefined && asked?.persistedQuery !== undefined) {
    // Its clients look for exactly this and send the whole text then.
    throw new RequestRefused(200, 'PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED');
  }
  throw new RequestRefused(400, '"query" must be a non-empty string.');
}

function objectOrNothing(value: unknown, name: string): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) throw new RequestRefused(400, `"${name}" must be a JSON object.`);
  return value;
}
