import type { StoreSession } from '../../schema/ports/store';
import type { DriverSession } from './driver';

/**
 * One attempt at `work` between BEGIN and COMMIT on a connection of its own.
 *
 * @param failure from a driver's error to the port's.
 * @throws the port's error, or whatever `work` threw.
 */
export async function inTransaction<T>(
  connection: DriverSession,
  failure: (error: unknown) => Error,
  work: (session: StoreSession) => Promise<T>,
): Promise<T> {
  let failed: Error | undefined;
  const guarded = async <R>(call: () => Promise<R>): Promise<R> => {
    try {
      return await call();
    } catch (error) {
      const known = failure(error);
      failed ??= known;
      throw known;
    }
  };
  await guarded(() => connection.script('begin'));
  try {
    const result = await work({
      query: <Row>(text: string, values: Parameters<StoreSession['query']>[1] = []) =>
        guarded(() => connection.query(text, values) as Promise<Row[]>),
    });
    // After a failed statement PostgreSQL answers COMMIT by rolling back, without an error: ask before believing it.
    if (failed) await connection.query('select 1', []).catch(() => Promise.reject(failed));
    await guarded(() => connection.script('commit'));
    return result;
  } catch (error) {
    // Where even this fails the connection is gone, and the server rolls back by itself.
    await connection.script('rollback').catch(() => undefined);
    throw error;
  }
}
