import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { emptyDatabase } from '../empty-database';
import { serveWire, type WireServer } from './wire';

/** The core ledger's stand-in, running. */
export interface Ledger extends Pick<WireServer, 'misbehave' | 'mostConnections' | 'close'> {
  /** `postgres://…`: what `DB2_DSN` takes. */
  readonly dsn: string;
}

export interface LedgerOptions {
  /** The folder of the demo world: `accounts.csv`, `cards.csv`, `operations.csv`. */
  readonly dataDir: string;
  /** 0 for any free port. */
  readonly port: number;
}

const DDL = join(__dirname, '..', '..', 'subgraphs', 'accounts', 'ledger.ddl.sql');

const TABLES = [
  ['TCPT0010', 'accounts.csv'],
  ['TCAR0010', 'cards.csv'],
  ['TMVT0010', 'operations.csv'],
] as const;

/**
 * Starts the Db2 stand-in: the ledger's tables with a demo world in them, in memory, over PostgreSQL's protocol.
 * It keeps what makes Db2's tables odd (padded CHAR, integer dates, D/C signs, decimals) and none of its dialect:
 * the statements that it is asked are the ones that Db2 is asked.
 *
 * @throws {Error} where a file is missing or does not fit its table.
 */
export async function startLedger({ dataDir, port }: LedgerOptions): Promise<Ledger> {
  return serveLedger(await fillLedger(dataDir), port);
}

/** @returns the ledger's tables with a demo world in them; served by nobody yet. */
export async function fillLedger(dataDir: string): Promise<PGlite> {
  const db = await PGlite.create({ loadDataDir: await emptyDatabase() });
  try {
    await db.exec(readFileSync(DDL, 'utf8'));
    for (const [table, file] of TABLES) await load(db, table, readFileSync(join(dataDir, file)));
    await db.exec('ANALYZE');
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** Serves what `fillLedger` made, to be read only. Closing it closes the database. */
export async function serveLedger(db: PGlite, port: number): Promise<Ledger> {
  await db.exec('SET default_transaction_read_only = on');
  const server = await serveWire(db, port);
  return {
    dsn: `postgres://hub@127.0.0.1:${server.port}/ledger`,
    misbehave: (day) => server.misbehave(day),
    mostConnections: () => server.mostConnections(),
    async close() {
      await server.close();
      await db.close();
    },
  };
}

/** The columns are the header's: a file may name them in another order than the table. */
async function load(db: PGlite, table: string, csv: Buffer): Promise<void> {
  const columns = csv.subarray(0, csv.indexOf('\n')).toString('utf8').trim();
  if (!/^[A-Z_]+(,[A-Z_]+)*$/.test(columns))
    throw new Error(`${table}: the first line does not name columns`);
  await db.query(`COPY BNQ.${table} (${columns}) FROM '/dev/blob' WITH (FORMAT csv, HEADER)`, [], {
    blob: new Blob([new Uint8Array(csv)]),
  });
}
