import type { RawRow, SqlValue } from '../../schema/ports/sql';
import type { Db2Connection } from './driver';
import { Db2Fault, faultOf } from './fault';
import { LIVENESS, type Db2Pool } from './pool';

/**
 * Runs one read on a connection of the pool; where the connection turns out to be lost, once more on a fresh one.
 * Reading twice changes nothing; only what is safe to repeat may come here.
 *
 * @param budgetMs time left, ms.
 * @param now a monotonic millisecond clock.
 */
export async function readOnce(
  pool: Db2Pool,
  { text, values, budgetMs }: { text: string; values: readonly SqlValue[]; budgetMs: number },
  signal: AbortSignal,
  now: () => number = () => performance.now(),
): Promise<readonly RawRow[]> {
  const end = now() + budgetMs;
  for (let again = false; ; again = true) {
    const { connection, release } = await pool.acquire(signal);
    try {
      const rows = await believed(connection, text, values, end - now());
      release(false);
      return rows;
    } catch (error) {
      const fault = faultOf(error);
      // After its time limit the driver has broken off or silently replaced the session: nobody knows its state.
      release(fault.kind === 'lost' || fault.kind === 'timeout');
      if (fault.kind !== 'lost') throw fault;
      pool.retireIdle();
      if (again || signal.aborted || now() >= end) throw fault;
    }
  }
}

/** No rows is an answer only from a connection that still lives. */
async function believed(
  connection: Db2Connection,
  text: string,
  values: readonly SqlValue[],
  timeoutMs: number,
): Promise<readonly RawRow[]> {
  const rows = await connection.read(text, values, timeoutMs);
  if (rows.length === 0 && (await connection.read(LIVENESS, [], timeoutMs)).length !== 1) {
    throw new Db2Fault('lost', 'no answer');
  }
  return rows;
}
