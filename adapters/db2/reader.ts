import { HubError } from '../../schema/kernel/errors';
import {
  SourceInvalidData,
  SourceTimeout,
  SourceUnavailable,
  type SourceName,
} from '../../schema/kernel/source-errors';
import { parseRows, type RawRow, type SqlQuery, type SqlReader } from '../../schema/ports/sql';
import { startDeadline } from '../resilience/deadline';
import { completeDsn } from './dsn';
import { Db2Fault } from './fault';
import { LIVENESS } from './pool';
import { createSupervisor } from './supervisor';
import { forkWorker } from './worker-process';

/** How to reach one Db2, and what of it may be used. Milliseconds. */
export interface Db2ReaderOptions {
  readonly source: SourceName;
  /**
   * `DATABASE=…;HOSTNAME=…;PORT=…;PROTOCOL=TCPIP;UID=…;PWD=…`, and whatever else the server asks for
   * (`AUTHENTICATION=SERVER`, `SECURITY=SSL`, …). What the reader relies on is added where it is missing.
   */
  readonly dsn: string;
  /** Most connections at once; default 8. */
  readonly poolSize?: number;
  /** Longest wait for a free connection; default 1,500. */
  readonly acquireTimeoutMs?: number;
  /** Longest wait for a connection to be made; default 1,500; the driver rounds it up to seconds. */
  readonly connectTimeoutMs?: number;
  /** Default 30 minutes. */
  readonly maxAgeMs?: number;
  /** Uses of one connection before it is replaced; default 10,000. */
  readonly maxUses?: number;
  /** A connection idle for longer is tried before it is used; default 30,000. */
  readonly validateAfterMs?: number;
  /** A read nobody waits for any more, unanswered for so long: the driver hangs, its process is replaced; default 90,000. */
  readonly hangsAfterMs?: number;
  /** The module with the driver; default `ibm_db`. */
  readonly driver?: string;
}

/**
 * Reads Db2 by IBM's own driver, which lives in a supervised process of its own: when that one dies, the reads that it
 * was busy with fail and the next ones do not. The process starts at once; connections are opened on first use.
 */
export function createDb2Reader(options: Db2ReaderOptions): SqlReader {
  const { source, dsn, poolSize: size = 8 } = options;
  const connectTimeoutMs = options.connectTimeoutMs ?? 1_500;
  const supervisor = createSupervisor(
    () => forkWorker(size),
    {
      driver: options.driver ?? 'ibm_db',
      dsn: completeDsn(dsn, connectTimeoutMs),
      pool: {
        size,
        acquireTimeoutMs: options.acquireTimeoutMs ?? 1_500,
        connectTimeoutMs,
        maxAgeMs: options.maxAgeMs ?? 30 * 60_000,
        maxUses: options.maxUses ?? 10_000,
        validateAfterMs: options.validateAfterMs ?? 30_000,
      },
    },
    {
      restartAfterMs: 200,
      restartAtMostMs: 10_000,
      livedLongMs: 10_000,
      hangsAfterMs: options.hangsAfterMs ?? 90_000,
    },
  );

  const rows = async ({ text, values, timeoutMs, signal }: SqlQuery<unknown>): Promise<readonly RawRow[]> => {
    const deadline = startDeadline(source, timeoutMs, signal);
    const call = supervisor.read(text, values, timeoutMs);
    try {
      return await deadline.or(call.rows);
    } catch (error) {
      throw readFailure(source, error, timeoutMs);
    } finally {
      call.abandon();
      deadline.stop();
    }
  };
  const read: SqlReader['read'] = async (query) => parseRows(source, await rows(query), query.parse);

  return {
    source,
    read,
    async ping(timeoutMs) {
      await read({ name: 'ping', text: LIVENESS, values: [], timeoutMs, parse: () => undefined });
    },
    close: () => supervisor.close(),
  };
}

function readFailure(source: SourceName, cause: unknown, timeoutMs: number): unknown {
  if (cause instanceof HubError || !(cause instanceof Db2Fault)) return cause;
  if (cause.kind === 'timeout') return new SourceTimeout(source, timeoutMs, { cause });
  if (cause.kind === 'closed') return new SourceUnavailable(source, { reason: 'CLOSED', cause });
  return cause.kind === 'refused'
    ? new SourceInvalidData(source, { cause })
    : new SourceUnavailable(source, { cause });
}
