import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Ledger, startLedger } from '../../../mocks/ledger/ledger';
import type { AccountRow, CardRow, OperationRow } from '../../../mocks/world/shapes';
import type { Caller } from '../../../schema/kernel/caller';
import { systemClock } from '../../../schema/kernel/clock';
import { createSourceMeter, type SourceUse } from '../../../schema/kernel/sources';
import { loadPolicy } from '../../../schema/policy/load';
import { subgraph as accounts } from '../../../subgraphs/accounts';
import { ribKey } from '../../../subgraphs/accounts/rib.record';
import { protectSchema } from '../../../subgraphs/shared/access/protect';
import type { GraphAnswer } from '../../../subgraphs/shared/graph-request';
import { serveSubgraph } from '../../../subgraphs/shared/session';
import { NOBODY_ASKED } from '../../harness/nobody-asked';
import { ids } from '../soap-subgraph';
import { PATIENCE_MS } from '../../harness/patience-ms';

/** Rows of one test file. */
export interface SmallLedger {
  readonly accounts: readonly AccountRow[];
  readonly cards?: readonly CardRow[];
  readonly operations?: readonly OperationRow[];
}

/** A current account of customer 1 in branch 00042, 12.50 EUR in credit. */
export function account(number: string, changes: Partial<AccountRow> = {}): AccountRow {
  const row = { CPT_NUM: number, CPT_BQE: '18959', CPT_GUI: '00042', ...changes };
  return {
    CPT_CLE: ribKey({ bank: row.CPT_BQE, branch: row.CPT_GUI, account: number }),
    CPT_TIERS: '000000000001',
    CPT_TYP: '001',
    CPT_DEV: 'EUR',
    CPT_SLD: '12.50',
    CPT_SNS: 'C',
    CPT_DTO: 1200101,
    CPT_DTF: 0,
    CPT_TOP: ' ',
    ...row,
  };
}

/** A card good until the end of February 2028. */
export const card = (id: string, of: string, changes: Partial<CardRow> = {}): CardRow => ({
  CAR_ID: id,
  CAR_CPT: of,
  CAR_PAN: '497012******1234',
  CAR_TYP: '01',
  CAR_EXP: '2802',
  CAR_OPP: 'N',
  ...changes,
});

/** A card payment of 123.45 EUR on 15 January 2026. */
export const operation = (id: string, of: string, changes: Partial<OperationRow> = {}): OperationRow => ({
  MVT_ID: id,
  MVT_CPT: of,
  MVT_DTO: 1260115,
  MVT_DTV: 20260116,
  MVT_HOR: '2026-01-15 09:30:05.123456',
  MVT_MNT: 12345,
  MVT_SNS: 'D',
  MVT_DEV: 'EUR',
  MVT_COD: '11',
  MVT_LIB: 'CB LIBRAIRIE',
  ...changes,
});

const COLUMNS = {
  accounts: account('0'.repeat(11)),
  cards: card('', ''),
  operations: operation('', ''),
};

/** @returns a folder with the three files. */
export function writeLedger(world: SmallLedger): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'small-ledger-'));
  for (const file of ['accounts', 'cards', 'operations'] as const) {
    const columns = Object.keys(COLUMNS[file]);
    const lines = (world[file] ?? []).map((row: object) =>
      columns.map((column) => (row as Record<string, unknown>)[column]).join(','),
    );
    writeFileSync(join(dataDir, `${file}.csv`), [columns.join(','), ...lines, ''].join('\n'));
  }
  return dataDir;
}

/** An answer, what it cost the ledger, and the codes of its errors by path. */
export interface Asked {
  readonly data: GraphAnswer['data'];
  readonly codes: Readonly<Record<string, unknown>>;
  readonly errors: NonNullable<GraphAnswer['errors']>;
  readonly use: SourceUse | undefined;
}

/** The accounts subgraph over a stand-in of its own, with the bank's policy around it. */
export interface AccountsHub {
  readonly ledger: Ledger;
  /** @param leftMs how much time the operation has; all of it unless said. */
  ask(caller: Caller, query: string, variables?: Record<string, unknown>, leftMs?: number): Promise<Asked>;
  /** Fetches entities by key, as the gateway does. */
  entities(caller: Caller, type: string, keys: readonly string[], selection: string): Promise<Asked>;
  ready(withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** The application that customers gave mandates to. */
export const MANDATED = 'partner-comparator';

/** @param mandates numbers of the customers who gave one. */
export async function startAccountsHub(
  world: SmallLedger,
  mandates: readonly string[] = [],
): Promise<AccountsHub> {
  const dataDir = writeLedger(world);
  const ledger = await startLedger({ dataDir, port: 0 });
  const policy = loadPolicy(join(__dirname, '..', '..', '..', 'schema', 'policy', 'policy.yaml'));
  const settings = accounts.settings.parse({
    ...{ DB2_DSN: ledger.dsn, DB2_TIMEOUT_MS: '60000' },
    ...{ DB2_RETRIES: '0', DB2_RECHECK_MS: '1' },
  });
  const subgraph = await accounts.create(settings, {
    ids,
    policy,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    store: () => Promise.reject(new Error('this subgraph has no store')),
    relations: {
      handlersOf: async () => new Map(),
      levelsOf: async () => new Map(),
      partiesOf: async () => new Map(),
      mandatesOf: async () =>
        new Map(mandates.map((each) => [each, [{ clientId: MANDATED, claimNumber: null }]])),
    },
  });
  const surprises: string[] = [];
  const log = pino({ level: 'error' }, { write: (line) => void surprises.push(line) });
  const served = serveSubgraph(
    subgraph,
    protectSchema(subgraph.schema, { policy, standings: NOBODY_ASKED }),
    log,
    policy,
  );

  const ask: AccountsHub['ask'] = async (caller, query, variables = {}, leftMs) => {
    const sources = createSourceMeter();
    const { signal } = new AbortController();
    const session = served.open({
      ...{ caller, requestId: 'test', signal, sources },
      ...(leftMs === undefined ? {} : { leftMs: () => leftMs }),
    });
    const [{ data, errors = [] } = {}] = await session.run([{ query, variables }]);
    if (surprises.length > 0) throw new Error(surprises[0]);
    const codes = errors.map(({ path = [], extensions }) => [path.join('.'), extensions?.code] as const);
    return { data, codes: Object.fromEntries(codes), errors, use: sources.report()['account-ledger'] };
  };
  return {
    ledger,
    ask,
    entities: (caller, type, keys, selection) =>
      ask(
        caller,
        `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`,
        { representations: keys.map((id) => ({ __typename: type, id })) },
      ),
    ready: (withinMs = PATIENCE_MS) => subgraph.ready(withinMs),
    async close() {
      await subgraph.close();
      await ledger.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
