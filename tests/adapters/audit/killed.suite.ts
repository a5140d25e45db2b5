import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SqlStore } from '../../../schema/ports/store';
import { openTrail, requestIds } from './trail-world';

/** A database that another process writes to. */
export interface KilledWorld {
  /** What `appender.ts` is told: `pglite FOLDER` or `postgres URL`. */
  readonly place: readonly string[];
  /** Opens the same database once that process is dead. */
  open(): Promise<SqlStore>;
}

/** What is left of a process that is killed while it appends. */
export function killedSuite(name: string, create: () => Promise<KilledWorld>): void {
  describe(`a process that is killed while it appends to ${name}`, () => {
    let child: ChildProcess | undefined;
    afterEach(() => child?.kill('SIGKILL'));

    it('leaves a whole chain, with every record in it that it was told is durable', async () => {
      const world = await create();
      const told: string[] = [];
      for (const enough of [40, 173]) {
        child = fork(join(__dirname, 'appender.ts'), [...world.place, `run${enough}`], {
          execArgv: ['--import', 'tsx'],
        });
        const before = told.length;
        child.on('message', (id: string) => told.push(id));
        const gone = once(child, 'exit');
        while (child.exitCode === null && told.length < before + enough) {
          await Promise.race([once(child, 'message'), gone]);
        }
        expect(child.exitCode).toBeNull();
        child.kill('SIGKILL');
        await gone;

        const store = await world.open();
        const log = openTrail(store);
        expect(await log.verify()).toMatchObject({ ok: true });
        const kept = new Set(await requestIds(log));
        expect(told.filter((id) => !kept.has(id))).toEqual([]);
        await store.close();
      }
    });
  });
}
