import { setTimeout as sleep } from 'node:timers/promises';
import type { Db2Connection } from './driver';
import { Db2Fault } from './fault';
import type { PoolSettings } from './protocol';

/** A connection of the pool while someone uses it. */
export interface Lease {
  readonly connection: Db2Connection;
  /** Gives it back; a `broken` one is closed. Once. */
  release(broken: boolean): void;
}

/** A bounded number of connections, handed out first come, first served. */
export interface Db2Pool {
  /**
   * @param signal its abort gives up the place in the queue.
   * @throws {Db2Fault} `unavailable`: none could be opened, or none was free in time; `cancelled`.
   */
  acquire(signal: AbortSignal): Promise<Lease>;
  /** Closes what is idle: one connection was lost, and its neighbours went the same way more often than not. */
  retireIdle(): void;
  /** Closes what is idle, and the rest as it comes back; nothing is handed out any more. */
  close(): Promise<void>;
  /** Connections, those being opened or closed included. */
  size(): number;
}

interface Member {
  readonly connection: Db2Connection;
  readonly openedAt: number;
  idleSince: number;
  uses: number;
}

interface Waiter {
  take(member: Member): void;
  fail(fault: unknown): void;
}

/** Answers on every Db2; `VALUES 1` alone does not on z/OS. */
export const LIVENESS = 'SELECT 1 FROM SYSIBM.SYSDUMMY1';
/** A close that hangs (dead network) gives its place back after this, ms. */
const CLOSE_LIMIT_MS = 5_000;

/** @param now a monotonic millisecond clock. */
export function createPool(
  settings: PoolSettings,
  open: () => Promise<Db2Connection>,
  now: () => number = () => performance.now(),
): Db2Pool {
  const idle: Member[] = [];
  const waiters: Waiter[] = [];
  let total = 0;
  let opening = 0;
  let closed = false;

  const discard = async ({ connection }: Member): Promise<void> => {
    await Promise.race([connection.close(), sleep(CLOSE_LIMIT_MS, undefined, { ref: false })]);
    total -= 1;
    pump();
  };
  const expired = ({ openedAt, uses }: Member): boolean =>
    uses >= settings.maxUses || now() - openedAt >= settings.maxAgeMs;

  const hand = async (member: Member, waiter: Waiter): Promise<void> => {
    if (now() - member.idleSince > settings.validateAfterMs && !(await lives(member.connection, settings))) {
      waiters.unshift(waiter);
      await discard(member);
      return;
    }
    member.uses += 1;
    waiter.take(member);
  };

  const grow = async (): Promise<void> => {
    total += 1;
    opening += 1;
    try {
      const connection = await open();
      idle.push({ connection, openedAt: now(), idleSince: now(), uses: 0 });
    } catch (error) {
      total -= 1;
      waiters.shift()?.fail(error);
    } finally {
      opening -= 1;
    }
    pump();
  };

  const pump = (): void => {
    for (let member = idle.pop(); member; member = idle.pop()) {
      const waiter = closed || expired(member) ? undefined : waiters.shift();
      if (waiter) void hand(member, waiter);
      else if (closed || expired(member)) void discard(member);
      else {
        idle.push(member);
        break;
      }
    }
    while (!closed && waiters.length > opening && total < settings.size) void grow();
  };

  const lease = (member: Member): Lease => {
    let released = false;
    return {
      connection: member.connection,
      release(broken) {
        if (released) return;
        released = true;
        if (broken || closed || expired(member)) return void discard(member);
        member.idleSince = now();
        idle.push(member);
        pump();
      },
    };
  };

  return {
    acquire: (signal) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Db2Fault('unavailable', 'closed'));
        const waiter: Waiter = {
          take(member) {
            if (!settle()) return lease(member).release(false);
            resolve(lease(member));
          },
          fail: (fault) => void (settle() && reject(fault)),
        };
        let waiting = true;
        const settle = (): boolean => {
          const first = waiting;
          waiting = false;
          clearTimeout(timer);
          signal.removeEventListener('abort', cancel);
          return first;
        };
        const leave = (fault: Db2Fault): void => {
          const place = waiters.indexOf(waiter);
          if (place >= 0) waiters.splice(place, 1);
          waiter.fail(fault);
        };
        const cancel = (): void => leave(new Db2Fault('cancelled', 'cancelled'));
        const timer = setTimeout(
          () => leave(new Db2Fault('unavailable', 'no free connection')),
          settings.acquireTimeoutMs,
        );
        signal.addEventListener('abort', cancel);
        waiters.push(waiter);
        if (signal.aborted) cancel();
        else pump();
      }),
    retireIdle() {
      for (const member of idle.splice(0)) void discard(member);
    },
    async close() {
      closed = true;
      for (const waiter of waiters.splice(0)) waiter.fail(new Db2Fault('unavailable', 'closed'));
      await Promise.all(idle.splice(0).map(discard));
    },
    size: () => total,
  };
}

async function lives(connection: Db2Connection, { connectTimeoutMs }: PoolSettings): Promise<boolean> {
  try {
    return (await connection.read(LIVENESS, [], connectTimeoutMs)).length === 1;
  } catch {
    return false;
  }
}
