import type { RawRow, SqlValue } from '../../schema/ports/sql';
import { Db2Fault, faultOf } from './fault';

/** What we use of `ibm_db`, typed here so that the package stays optional. */
export interface Db2Driver {
  readonly Database: new () => DriverDatabase;
}

interface DriverDatabase {
  open(dsn: string, done: Callback): void;
  /** The callback form: the promise form goes on with a statement that it could not prepare. */
  prepare(text: string, done: Callback<DriverStatement>): void;
  close(done: Callback): void;
}

interface DriverStatement {
  setAttrSync(attribute: number, value: number): unknown;
  execute(done: Callback<DriverResult>): void;
  execute(values: SqlValue[], done: Callback<DriverResult>): void;
  close(done: Callback): void;
}

interface DriverResult {
  /** @param done rows, and the number of their columns: 0 where there was no answer at all. */
  fetchAll(
    options: { fetchMode: number },
    done: (error: unknown, rows?: RawRow[], columns?: number) => void,
  ): void;
  close(done: Callback): void;
}

type Callback<T = unknown> = (error: unknown, value?: T) => void;

/** One connection. Its methods reject with `Db2Fault` alone. */
export interface Db2Connection {
  /** @param timeoutMs rounded up to seconds, the driver's unit. */
  read(text: string, values: readonly SqlValue[], timeoutMs: number): Promise<readonly RawRow[]>;
  close(): Promise<void>;
}

const SQL_ATTR_QUERY_TIMEOUT = 0;
const FETCH_ARRAY = 3;

/** @throws the driver's own error: whoever opens wants to know more of it than its class. */
export async function openConnection(driver: Db2Driver, dsn: string): Promise<Db2Connection> {
  const database = new driver.Database();
  await promised((done) => database.open(dsn, done));
  return {
    async read(text, values, timeoutMs) {
      try {
        return await run(database, text, values, Math.max(1, Math.ceil(timeoutMs / 1_000)));
      } catch (error) {
        throw faultOf(error);
      }
    },
    async close() {
      // It may be broken already: then there is nothing left to close.
      await promised((done) => database.close(done)).catch(() => undefined);
    },
  };
}

async function run(
  database: DriverDatabase,
  text: string,
  values: readonly SqlValue[],
  seconds: number,
): Promise<readonly RawRow[]> {
  const statement = await promised<DriverStatement>((done) => database.prepare(text, done));
  try {
    statement.setAttrSync(SQL_ATTR_QUERY_TIMEOUT, seconds);
    const result = await promised<DriverResult>((done) =>
      values.length > 0 ? statement.execute([...values], done) : statement.execute(done),
    );
    try {
      return await fetched(result);
    } finally {
      await promised((done) => result.close(done)).catch(() => undefined);
    }
  } finally {
    await promised((done) => statement.close(done)).catch(() => undefined);
  }
}

/** A dead connection has been seen to answer with no rows and no error; it has no columns either. */
function fetched(result: DriverResult): Promise<readonly RawRow[]> {
  return new Promise((resolve, reject) => {
    result.fetchAll({ fetchMode: FETCH_ARRAY }, (error, rows, columns) => {
      if (error) reject(error);
      else if (!rows || !columns) reject(new Db2Fault('lost', 'no answer'));
      else resolve(rows);
    });
  });
}

function promised<T>(start: (done: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value as T)));
  });
}
