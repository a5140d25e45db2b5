import { z } from 'zod';
import { createDb2Reader, db2DriverMissing } from '../../adapters/db2';
import { createPgReader } from '../../adapters/postgres';
import { createGuard, guardSql } from '../../adapters/resilience';
import type { SourceLimits } from '../../schema/ports/limits';
import { columnRepair, type Misread, misreadColumns } from '../shared/code-page';
import type { SubgraphModule } from '../shared/module';
import { createRowGate } from '../shared/row-gate';
import { sourceLimits, sourceVariables } from '../shared/source-settings';
import { mayKnowOfAny } from '../shared/visibility';
import { accountReader } from './account.record';
import { createAccountSource } from './account.source';
import { cardReader } from './card.record';
import { createCardSource } from './card.source';
import { createLedgerEvidence } from './evidence';
import type { AccountsContext } from './context';
import { createAskTable } from '../shared/table-ask';
import { operationReader } from './operation.record';
import { createOperationSource } from './operation.source';
import { accountsSchema } from './schema';

/** Where the ledger is, and how much of it we may take. */
interface AccountsSettings {
  /** `DB2_DSN`: Db2's own connection string, or the stand-in's URL. It holds a password. */
  readonly dsn: string;
  /** The development stand-in speaks PostgreSQL's protocol. */
  readonly standIn: boolean;
  readonly limits: SourceLimits;
  /** `DB2_MISREAD`: columns that arrive read by another code page than they were written in. */
  readonly misread: ReadonlyMap<string, Misread>;
}

const SOURCE = 'account-ledger';
const STAND_IN = /^postgres(ql)?:\/\//;
/** So much of a call's time may go into its connection. */
const CONNECT_SHARE = 0.75;

const settings = z
  .object({
    DB2_DSN: z.string().min(1),
    ...sourceVariables('DB2'),
    DB2_MISREAD: z
      .string()
      .default('')
      .transform(misreadColumns)
      .refine((columns) => columns !== undefined, 'columns such as MVT_LIB:500>297 expected'),
    NODE_ENV: z.string().optional(),
  })
  .superRefine(({ DB2_DSN, NODE_ENV }, { addIssue }) => {
    const mistake = (message: string): void => addIssue({ code: 'custom', path: ['DB2_DSN'], message });
    if (STAND_IN.test(DB2_DSN)) {
      if (NODE_ENV === 'production') mistake('the stand-in for Db2 is refused in production');
    } else if (!/(^|;)\s*(DATABASE|DSN)\s*=/i.test(DB2_DSN)) {
      mistake('DATABASE=…;HOSTNAME=…;PORT=…;UID=…;PWD=… expected');
    }
  })
  .transform((env): AccountsSettings => ({
    dsn: env.DB2_DSN,
    standIn: STAND_IN.test(env.DB2_DSN),
    limits: sourceLimits('DB2', env),
    misread: env.DB2_MISREAD,
  }));

/** Accounts, cards and operations, from the core ledger (Db2). */
export const subgraph: SubgraphModule<AccountsSettings> = {
  name: 'accounts',
  port: 4101,
  settings,
  schema: accountsSchema,
  async create({ dsn, standIn, limits, misread }, { ids, clock, policy, log, relations }) {
    const missing = standIn ? undefined : db2DriverMissing();
    if (missing) log.warn(missing);
    const poolSize = limits.connections;
    const connectMs = CONNECT_SHARE * limits.timeoutMs;
    const ledger = standIn
      ? createPgReader({ source: SOURCE, url: dsn, poolSize, connectTimeoutMs: limits.timeoutMs })
      : createDb2Reader({
          source: SOURCE,
          dsn,
          poolSize,
          acquireTimeoutMs: connectMs,
          connectTimeoutMs: connectMs,
        });
    const repair = columnRepair(misread);
    const guard = createGuard(SOURCE, limits, { clock, keeping: policy.keeping.get(SOURCE) });
    const reader = guardSql(ledger, guard);
    return {
      name: 'accounts',
      schema: accountsSchema(),
      evidence: createLedgerEvidence(reader, limits.timeoutMs, repair),
      context(operation, wanted): AccountsContext {
        const { caller } = operation;
        const ask = createAskTable(reader, operation, limits.timeoutMs);
        return {
          operation,
          health: guard.health,
          ids,
          accounts: createAccountSource(ask, accountReader(wanted, repair)),
          cards: createCardSource(ask, cardReader(wanted, repair)),
          operations: createOperationSource(ask, operationReader(wanted, repair)),
          admit: createRowGate(policy, operation, relations),
          seesAny: (type) => mayKnowOfAny(policy, type, caller),
        };
      },
      ready: (withinMs) => reader.ping(withinMs),
      close: () => reader.close(),
    };
  },
};
