import type { GraphQLFormattedError } from 'graphql';

/** One GraphQL operation, as it travels from the gateway to a subgraph. */
export interface GraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** What comes back for it. Without `data`, nothing was executed. */
export interface GraphAnswer {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

/** @returns whether a value is a JSON object, as opposed to a list, a text, a number or nothing. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the request that a decoded JSON value is; `undefined` where it is none. */
export function asGraphRequest(value: unknown): GraphRequest | undefined {
  if (!isRecord(value) || typeof value.query !== 'string') return undefined;
  const { query, variables = null, operationName = null } = value;
  if (variables !== null && !isRecord(variables)) return undefined;
  if (operationName !== null && typeof operationName !== 'string') return undefined;
  return { query, variables, operationName };
}
