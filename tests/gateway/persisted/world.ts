import { buildSchema, execute, type GraphQLSchema, parse } from 'graphql';
import pino, { type Logger } from 'pino';
import { createPipeline, type GraphHttpRequest, type Trace } from '../../../gateway/pipeline';
import type { SentParameters } from '../../../gateway/http/parameters';
import { createKeptTexts } from '../../../gateway/persisted/kept-texts';
import { hashOf, type RegisteredOperation } from '../../../gateway/persisted/manifest';
import { createOpenOperation } from '../../../gateway/persisted/open-operation';
import { createSafelist, type OperationSource } from '../../../gateway/persisted/safelist';
import type { OperationMode } from '../../../gateway/persisted/settings';
import { createUnregistered } from '../../../gateway/persisted/unregistered';
import { chooseOperation, createDocumentReader } from '../../../gateway/plan/document';
import { DEFAULT_LIMITS } from '../../../gateway/plan/limits';

/** What staff see, and what a partner sees of it. */
export const whole = buildSchema(
  'type Query { file(id: ID): String secret: String number: Int } type Mutation { rename(to: String): String }',
);
const narrow = buildSchema('type Query { number: Int }');

/** An operation as its client's tools register it. */
export function registered(body: string, id = hashOf(body)): RegisteredOperation {
  const [, type = '', name = ''] = /^(query|mutation) (\w+)/.exec(body) ?? [];
  return { id, name, type: type as RegisteredOperation['type'], body };
}

/** @returns a logger and what it wrote. */
export function loggedLines(): { readonly log: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  return { log: pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }), lines };
}

interface Asked {
  readonly client?: string;
  readonly method?: 'GET' | 'POST';
  readonly sees?: GraphQLSchema;
}

/** The pipeline over a schema whose fields are all empty. */
export function openPipeline({
  mode = {},
  operations = {},
  bytes = 1_000_000,
  source,
}: {
  readonly mode?: Readonly<Record<string, OperationMode>>;
  readonly operations?: Readonly<Record<string, readonly RegisteredOperation[]>>;
  /** Of texts that are kept by their hash. */
  readonly bytes?: number;
  readonly source?: OperationSource;
}) {
  const { log, lines } = loggedLines();
  const texts = createKeptTexts(bytes);
  const safelist = createSafelist(
    source ?? { revision: async () => '1', read: async () => new Map(Object.entries(operations)) },
    log,
  );
  const unregistered = createUnregistered((id) => safelist.of(id) !== undefined, log);
  const hashes = { hit: 0, miss: 0 };
  const reader = createDocumentReader(whole, DEFAULT_LIMITS);
  const executed: string[] = [];
  const pipelineOf = ({ client = 'desk', sees = whole }: Asked) =>
    createPipeline({
      authenticate: async () => ({ subject: 's', clientId: client, roles: [], scopes: [], purposes: [] }),
      choosePurpose: (identity) => ({ ...identity, purpose: '-' }),
      open: createOpenOperation({
        modeOf: (id) => mode[id] ?? 'off',
        ...{ safelist, unregistered },
        ...(bytes > 0 ? { texts } : {}),
        noteHash: (result) => void (hashes[result] += 1),
      }),
      schema: whole,
      read: (text) => reader.read(text, sees),
      choose: (document, parameters) => chooseOperation(sees, document, parameters, DEFAULT_LIMITS),
      execute: async ({ query }) => {
        executed.push(query);
        return execute({ schema: whole, document: parse(query) }) as { data: Record<string, unknown> };
      },
      report: (error) => {
        throw error;
      },
      deadlineMs: 30_000,
      showSources: false,
    });
  return {
    ...{ texts, safelist, unregistered, hashes, executed, lines },
    async ask(sent: Partial<SentParameters>, asked: Asked = {}) {
      const trace: Trace = {};
      const request: GraphHttpRequest = {
        method: asked.method ?? 'POST',
        credentials: { authorization: [], proofs: [], method: 'POST', url: '', address: undefined },
        purpose: undefined,
        mediaType: 'application/graphql-response+json',
        requestId: 'r',
        signal: new AbortController().signal,
        parameters: async () => ({ query: undefined, operationName: undefined, variables: {}, ...sent }),
      };
      const { status, body } = await pipelineOf(asked)(request, trace);
      const [error] = body.errors ?? [];
      return { status, data: body.data, message: error?.message, code: error?.extensions?.code };
    },
  };
}

/** The schema of who sees less. */
export { narrow };
