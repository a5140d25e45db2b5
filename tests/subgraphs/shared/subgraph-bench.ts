import { join } from 'node:path';
import { execute, type ExecutionResult, Kind, parse, validate } from 'graphql';
import pino from 'pino';
import type { Caller } from '../../../schema/kernel/caller';
import type { Clock } from '../../../schema/kernel/clock';
import { HubError } from '../../../schema/kernel/errors';
import { createIdSealer, type IdSealer } from '../../../schema/kernel/ids';
import { createSourceMeter, type SourceUse } from '../../../schema/kernel/sources';
import type { SqlStore } from '../../../schema/ports/store';
import { loadPolicy } from '../../../schema/policy/load';
import type { SubgraphDeps, SubgraphModule } from '../../../subgraphs/shared/module';
import { selectedBy } from '../../../subgraphs/shared/projection/selected';
import type { Wanted } from '../../../subgraphs/shared/projection/wanted';

/** What a query gave, with codes instead of texts where it failed. */
export interface Answer {
  readonly data: unknown;
  /** @param path names and positions joined by dots; `*` stands for every item: `claims.edges.*.node.number`. */
  at(path: string): unknown;
  /** `path CODE` of every error, e.g. `claim NOT_FOUND`. */
  readonly errors: readonly string[];
  readonly messages: readonly string[];
  readonly store: SourceUse | undefined;
}

/** One subgraph on a store, without a gateway and without access rules around it: only its own row rules count. */
export interface SubgraphBench {
  readonly ids: IdSealer;
  ask(caller: Caller, query: string, variables?: Record<string, unknown>): Promise<Answer>;
}

/** A clock that tests set. */
export interface TestClock extends Clock {
  set(instant: string): void;
}

export function createTestClock(instant: string): TestClock {
  let now = new Date(instant);
  return {
    now: () => new Date(now),
    set: (next) => {
      now = new Date(next);
    },
  };
}

export const testIds = createIdSealer('a secret of the tests, long enough for keys');

/** The policy that ships with the hub. */
export const testPolicy = loadPolicy(join(__dirname, '../../../schema/policy/policy.yaml'));

export async function openSubgraph(
  module: SubgraphModule<object>,
  store: SqlStore,
  clock: Clock,
  more: Pick<SubgraphDeps, 'evidence' | 'payments'> = {},
): Promise<SubgraphBench> {
  const subgraph = await module.create(
    {},
    {
      ids: testIds,
      clock,
      policy: testPolicy,
      log: pino({ enabled: false }),
      store: async () => store,
      ...more,
    },
  );
  return {
    ids: testIds,
    async ask(caller, query, variables = {}) {
      const sources = createSourceMeter();
      const operation = { caller, requestId: 'test', signal: new AbortController().signal, sources };
      const document = parse(query);
      const invalid = validate(subgraph.schema, document);
      if (invalid[0]) throw invalid[0];
      const [operationNode] = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
      if (!operationNode) throw new Error('there is no operation');
      const { coordinates } = selectedBy(subgraph.schema, document, operationNode, variables);
      const wanted: Wanted = (type, field) => coordinates.has(`${type}.${field}`);
      const result = await execute({
        schema: subgraph.schema,
        document,
        variableValues: variables,
        contextValue: subgraph.context(operation, wanted),
      });
      return answerOf(result, sources.report().store);
    },
  };
}

function answerOf({ data, errors = [] }: ExecutionResult, store: SourceUse | undefined): Answer {
  return {
    data,
    at: (path) => valueAt(data, path.split('.')),
    errors: errors.map(({ path, originalError, extensions }) => {
      const code = originalError instanceof HubError ? originalError.code : extensions.code;
      return `${path?.join('.') ?? '-'} ${typeof code === 'string' ? code : (originalError?.stack ?? '?')}`;
    }),
    messages: errors.map(({ message }) => message),
    store,
  };
}

function valueAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (name === '*') return (value as readonly unknown[]).map((item) => valueAt(item, rest));
  return valueAt((value as Record<string, unknown> | null | undefined)?.[name], rest);
}

const nobody = { clientId: 'tests', scopes: [], purposes: [] };

/** A customer who acts for themselves. */
export const customer = (customerNumber: string): Caller => ({
  ...nobody,
  subject: `customer-${customerNumber}`,
  roles: ['client_self'],
  purpose: 'customer_self_service',
  customerNumber,
});

/** A member of staff of a branch. */
export const staff = (role: string, staffNumber: string, branch: string): Caller => ({
  ...nobody,
  subject: `staff-${staffNumber}`,
  roles: [role],
  purpose: role === 'mediator' ? 'mediation' : 'complaint_handling',
  staffNumber,
  branch,
});

/** A partner's application. */
export const partner = (name: string): Caller => ({
  ...nobody,
  subject: `partner-${name}`,
  roles: [`partner:${name}`],
  purpose: name === 'survey' ? 'satisfaction_survey' : 'quality_improvement',
});
