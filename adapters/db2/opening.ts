import { openConnection, type Db2Connection, type Db2Driver } from './driver';
import { Db2Fault, faultOf, isRefusedUser } from './fault';

/** How long a refused user or password is not tried again, ms: three tries lock an account on most mainframes. */
const REFUSAL_MS = 30_000;

/**
 * Opens connections of one data source.
 *
 * @param now a monotonic millisecond clock.
 * @returns rejects with `Db2Fault` alone, `unavailable` or `closed`.
 */
export function createOpener(
  driver: Db2Driver,
  dsn: string,
  now: () => number,
): () => Promise<Db2Connection> {
  let refused: { until: number; fault: Db2Fault } | undefined;
  return async () => {
    if (refused && now() < refused.until) throw refused.fault;
    try {
      return await openConnection(driver, dsn);
    } catch (error) {
      const { kind, state } = faultOf(error);
      const fault = new Db2Fault(kind === 'closed' ? kind : 'unavailable', state);
      if (isRefusedUser(error)) refused = { until: now() + REFUSAL_MS, fault };
      throw fault;
    }
  };
}
