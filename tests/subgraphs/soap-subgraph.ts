import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import {
  developmentCredentials,
  type SoapMocks,
  type SoapServiceName,
  startSoapMocks,
} from '../../mocks/soap';
import type { CustomerRecord, DocumentRecord, OrderRecord } from '../../mocks/world/shapes';
import { NOBODY_ASKED } from '../harness/nobody-asked';
import type { Caller } from '../../schema/kernel/caller';
import type { SourceLimits } from '../../schema/ports/limits';
import { systemClock } from '../../schema/kernel/clock';
import { createIdSealer } from '../../schema/kernel/ids';
import { createSourceMeter, type SourceUse } from '../../schema/kernel/sources';
import { loadPolicy } from '../../schema/policy/load';
import type { RelationReader } from '../../schema/ports/relation';
import type { SqlStore } from '../../schema/ports/store';
import { protectSchema } from '../../subgraphs/shared/access/protect';
import type { GraphAnswer } from '../../subgraphs/shared/graph-request';
import { serveSubgraph } from '../../subgraphs/shared/session';
import type { SubgraphModule } from '../../subgraphs/shared/module';
import type { SoapSettings } from '../../subgraphs/shared/soap-settings';
import { until } from '../gateway/world/until';
import { holdCallTimes } from '../harness/call-times';
import { PATIENCE_MS } from '../harness/patience-ms';

/** What the imitated services hold in one test file. */
export interface SoapWorld {
  readonly customers?: readonly CustomerRecord[];
  readonly documents?: readonly DocumentRecord[];
  readonly orders?: readonly OrderRecord[];
  /** Lines of `accounts.csv` after its header. */
  readonly accounts?: readonly string[];
}

/** Opaque keys as the subgraph under test makes them. */
export const ids = createIdSealer('a secret for tests, 32 characters or more');

const staff = {
  subject: 'usr-1',
  clientId: 'tests',
  scopes: ['claims:read', 'claims:write', 'customers:read', 'customers:write', 'accounts:read'],
};
const handling = { ...staff, purposes: ['complaint_handling'], purpose: 'complaint_handling' };
const service = { ...staff, purposes: ['customer_self_service'], purpose: 'customer_self_service' };

/** Callers as the demo world knows them, with the real policy. */
export const callers = {
  officer: { ...handling, roles: ['handler_l2'], branch: '00001', staffNumber: 'C000001' },
  adviser: { ...handling, roles: ['handler_l1'], branch: '00042', staffNumber: 'A000001' },
  supervisor: { ...handling, roles: ['supervisor'], branch: '00042', staffNumber: 'S000001' },
  customer: { ...service, roles: ['client_self'], customerNumber: '000000000001' },
  mediator: { ...staff, roles: ['mediator'], purposes: ['mediation'], purpose: 'mediation' },
  institute: {
    ...staff,
    roles: ['partner:survey'],
    purposes: ['satisfaction_survey'],
    purpose: 'satisfaction_survey',
  },
} as const satisfies Record<string, Caller>;

/** An answer, and what it cost the source. */
export interface Asked {
  readonly data: GraphAnswer['data'];
  /** By path, e.g. `me.phone`, the code. */
  readonly codes: Readonly<Record<string, unknown>>;
  readonly errors: NonNullable<GraphAnswer['errors']>;
  readonly use: SourceUse | undefined;
}

/** One subgraph over real sockets: its own SOAP adapter, the imitated services, and the bank's policy around it. */
export interface SoapSubgraph {
  readonly mocks: SoapMocks;
  ask(
    caller: keyof typeof callers,
    query: string,
    variables?: Record<string, unknown>,
    signal?: AbortSignal,
  ): Promise<Asked>;
  /** Fetches entities by key, as the gateway does. */
  entities(
    caller: keyof typeof callers,
    type: string,
    keys: readonly string[],
    selection: string,
  ): Promise<Asked>;
  /** Waits until a service was asked, and then the time of all calls under way is over; no other call's ever is. */
  late(asked: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** A service is asked once, and again at once after it failed: what its failures mean is told elsewhere. */
const LIMITS: SourceLimits = {
  ...{ timeoutMs: PATIENCE_MS, connections: 10, queue: 100, retries: 0 },
  ...{ recheckMs: 1, closings: [] },
};

/**
 * Starts the services over `world` and the subgraph over the services.
 *
 * @param store our own database, for a subgraph that keeps something; whoever opened it closes it.
 * @param relations whose claims are, for a subgraph that asks.
 */
export async function startSoapSubgraph(
  module: SubgraphModule<SoapSettings>,
  world: SoapWorld,
  store: () => Promise<SqlStore> = () => Promise.reject(new Error('this subgraph has no store')),
  relations?: RelationReader,
): Promise<SoapSubgraph> {
  const times = holdCallTimes();
  const dataDir = writeWorld(world);
  const mocks = await startSoapMocks({ dataDir });
  const policy = loadPolicy(join(__dirname, '..', '..', 'schema', 'policy', 'policy.yaml'));
  const subgraph = await module.create(
    {
      endpoint: mocks.urls[module.name as SoapServiceName],
      limits: LIMITS,
      ...developmentCredentials,
    },
    {
      ids,
      policy,
      clock: systemClock,
      log: pino({ level: 'silent' }),
      store,
      ...(relations ? { relations } : {}),
    },
  );
  const surprises: string[] = [];
  const log = pino({ level: 'error' }, { write: (line) => void surprises.push(line) });
  const served = serveSubgraph(
    subgraph,
    protectSchema(subgraph.schema, { policy, standings: NOBODY_ASKED }),
    log,
    policy,
  );

  const ask: SoapSubgraph['ask'] = async (
    caller,
    query,
    variables = {},
    signal = new AbortController().signal,
  ) => {
    const sources = createSourceMeter();
    const operation = { caller: callers[caller], requestId: 'test-request', signal, sources };
    const [{ data, errors = [] } = {}] = await served.open(operation).run([{ query, variables }]);
    if (surprises.length > 0) throw new Error(surprises[0]);
    const codes = Object.fromEntries(
      errors.map(({ path = [], extensions }) => [path.join('.'), extensions?.code]),
    );
    return { data, codes, errors, use: Object.values(sources.report())[0] };
  };
  return {
    mocks,
    ask,
    entities: (caller, type, keys, selection) =>
      ask(
        caller,
        `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`,
        { representations: keys.map((id) => ({ __typename: type, id })) },
      ),
    async late(asked) {
      await until(asked);
      times.up();
    },
    async close() {
      times.restore();
      await subgraph.close();
      await mocks.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

const ACCOUNT_COLUMNS =
  'CPT_NUM,CPT_BQE,CPT_GUI,CPT_CLE,CPT_TIERS,CPT_TYP,CPT_DEV,CPT_SLD,CPT_SNS,CPT_DTO,CPT_DTF,CPT_TOP';

function writeWorld({ customers = [], documents = [], orders = [], accounts = [] }: SoapWorld): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'soap-world-'));
  const write = (file: string, lines: readonly string[]): void =>
    writeFileSync(join(dataDir, file), lines.map((line) => `${line}\n`).join(''));
  const json = (records: readonly unknown[]): string[] => records.map((record) => JSON.stringify(record));
  write('customers.ndjson', json(customers));
  write('documents.ndjson', json(documents));
  write('orders.ndjson', json(orders));
  write('accounts.csv', [ACCOUNT_COLUMNS, ...accounts]);
  return dataDir;
}
