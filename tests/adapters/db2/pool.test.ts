import fc from 'fast-check';
import type { Db2Connection, Db2Driver } from '../../../adapters/db2/driver';
import { createOpener } from '../../../adapters/db2/opening';
import { createPool, type Lease } from '../../../adapters/db2/pool';
import type { PoolSettings } from '../../../adapters/db2/protocol';

const SETTINGS: PoolSettings = {
  size: 2,
  acquireTimeoutMs: 1_000,
  connectTimeoutMs: 1_000,
  maxAgeMs: 1_000,
  maxUses: 100,
  validateAfterMs: 500,
};
const NEVER = new AbortController().signal;

interface CountedSystem {
  open(): Promise<Db2Connection>;
  /** The most connections that were open at once. */
  most(): number;
  /** How often each connection was closed, in the order of opening. */
  readonly closings: number[];
  /** Numbers of the connections that answer no more. */
  readonly dead: Set<number>;
}

function system(): CountedSystem {
  const closings: number[] = [];
  const dead = new Set<number>();
  let now = 0;
  let most = 0;
  return {
    closings,
    dead,
    most: () => most,
    async open() {
      const number = closings.push(0) - 1;
      now += 1;
      most = Math.max(most, now);
      return {
        read: async () => (dead.has(number) ? Promise.reject(new Error('dead')) : [[number]]),
        async close() {
          closings[number] = (closings[number] ?? 0) + 1;
          now -= 1;
        },
      };
    },
  };
}

describe('the pool of Db2 connections', () => {
  it('never opens more than it may, serves everyone, and closes each connection exactly once', async () => {
    const use = fc.record({ broken: fc.boolean(), turns: fc.nat(5) });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(use, { maxLength: 40 }),
        async (size, uses) => {
          const db2 = system();
          const pool = createPool({ ...SETTINGS, size, maxUses: 3 }, db2.open);
          await Promise.all(
            uses.map(async ({ broken, turns }) => {
              const lease = await pool.acquire(NEVER);
              for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
              lease.release(broken);
              lease.release(true);
            }),
          );
          await pool.close();
          await new Promise(setImmediate);
          expect(db2.most()).toBeLessThanOrEqual(size);
          expect(db2.closings.every((times) => times === 1)).toBe(true);
          expect(pool.size()).toBe(0);
        },
      ),
    );
  });

  it('hands connections out first come, first served', async () => {
    const pool = createPool({ ...SETTINGS, size: 1 }, system().open);
    const order: number[] = [];
    const take = async (number: number): Promise<void> => {
      const lease = await pool.acquire(NEVER);
      order.push(number);
      lease.release(false);
    };
    await Promise.all([1, 2, 3, 4].map(take));
    expect(order).toEqual([1, 2, 3, 4]);
    await pool.close();
  });

  it('uses one connection for one after the other', async () => {
    const db2 = system();
    const pool = createPool(SETTINGS, db2.open);
    for (let time = 0; time < 5; time += 1) (await pool.acquire(NEVER)).release(false);
    expect(db2.closings).toEqual([0]);
    await pool.close();
  });

  it('replaces a connection that is too old, and one that died while it was idle', async () => {
    let now = 0;
    const db2 = system();
    const pool = createPool({ ...SETTINGS, size: 1 }, db2.open, () => now);
    const touch = async (): Promise<void> => (await pool.acquire(NEVER)).release(false);
    await touch();
    now = 600; // Idle for longer than 500 and alive: asked, and kept.
    await touch();
    expect(db2.closings).toEqual([0]);
    now = 1_000;
    await touch();
    expect(db2.closings).toEqual([1, 0]);
    now = 1_600;
    db2.dead.add(1);
    await touch();
    expect(db2.closings).toEqual([1, 1, 0]);
    await pool.close();
  });

  it('gives the place of a caller who left to the next', async () => {
    const db2 = system();
    const pool = createPool({ ...SETTINGS, size: 1 }, db2.open);
    const first = await pool.acquire(NEVER);
    const gone = new AbortController();
    const leaving = pool.acquire(gone.signal);
    const next = pool.acquire(NEVER);
    gone.abort();
    await expect(leaving).rejects.toMatchObject({ kind: 'cancelled' });
    first.release(false);
    (await next).release(false);
    await expect(pool.acquire(gone.signal)).rejects.toMatchObject({ kind: 'cancelled' });
    await pool.close();
    expect(db2.closings).toEqual([1]);
  });

  it('tells a caller why none could be opened, and tries again for the next', async () => {
    const db2 = system();
    let failures = 1;
    const pool = createPool(SETTINGS, async () => {
      failures -= 1;
      return failures < 0 ? db2.open() : Promise.reject(new Error('closed for the night'));
    });
    await expect(pool.acquire(NEVER)).rejects.toThrow('closed for the night');
    (await pool.acquire(NEVER)).release(false);
    await pool.close();
  });

  it('closes what is in use when it comes back', async () => {
    const db2 = system();
    const pool = createPool(SETTINGS, db2.open);
    const lease: Lease = await pool.acquire(NEVER);
    await pool.close();
    expect(db2.closings).toEqual([0]);
    lease.release(false);
    expect(db2.closings).toEqual([1]);
    await expect(pool.acquire(NEVER)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('a user or password that Db2 refuses', () => {
  it('is not tried again for half a minute, because three tries lock an account', async () => {
    let now = 0;
    let tries = 0;
    const driver: Db2Driver = {
      Database: class {
        open(_: string, done: (error: unknown) => void): void {
          tries += 1;
          done(Object.assign(new Error('SQL30082N'), { sqlcode: -30082, state: '08001' }));
        }
        prepare(): void {
          throw new Error('not open');
        }
        close(): void {
          throw new Error('not open');
        }
      },
    };
    const open = createOpener(driver, 'DATABASE=BANK', () => now);
    for (let time = 0; time < 3; time += 1)
      await expect(open()).rejects.toMatchObject({ kind: 'unavailable', state: '08001' });
    expect(tries).toBe(1);
    now = 30_000;
    await expect(open()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(tries).toBe(2);
  });
});
