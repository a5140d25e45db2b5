import { connect } from 'node:net';
import { openConnection, type Db2Connection, type Db2Driver } from './driver';
import { addressOf } from './dsn';
import { Db2Fault, faultOf, isRefusedUser } from './fault';

/** How long a refused user or password is not tried again: three tries lock an account on most mainframes. */
const REFUSAL_MS = 30_000;

/** Opens connections of one data source. */
export function createOpener(
  driver: Db2Driver,
  dsn: string,
  connectTimeoutMs: number,
  now: () => number,
): () => Promise<Db2Connection> {
  let refused: { until: number; fault: Db2Fault } | undefined;
  return async () => {
    if (refused && now() < refused.until) throw refused.fault;
    const address = addressOf(dsn);
    if (address) await portAccepts(address, connectTimeoutMs);
    try {
      return await openConnection(driver, dsn);
    } catch (error) {
      const { state } = faultOf(error);
      const fault = new Db2Fault('unavailable', state);
      if (isRefusedUser(error)) refused = { until: now() + REFUSAL_MS, fault };
      throw fault;
    }
  };
}

/** The driver takes five seconds to notice a closed port, whatever it is told; a plain connection knows at once. */
function portAccepts(address: { host: string; port: number }, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...address, timeout: timeoutMs });
    const end = (state?: string): void => {
      socket.destroy();
      if (state === undefined) resolve();
      else reject(new Db2Fault('unavailable', state));
    };
    socket.once('connect', () => end());
    socket.once('timeout', () => end('connect timeout'));
    socket.once('error', ({ code = 'connect' }: NodeJS.ErrnoException) => end(code));
  });
}
