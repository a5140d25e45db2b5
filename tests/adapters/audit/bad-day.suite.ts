import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlStore } from '../../../schema/ports/store';
import { accessRecord, createMoodyStore, openTrail, requestIds, requests, wipe } from './trail-world';

const UNAVAILABLE = { code: 'SOURCE_UNAVAILABLE', facts: { source: 'audit' } };

/** How the trail fails, and what it makes of it afterwards. */
export function badDaySuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`the audit trail on ${name} on a bad day`, () => {
    let store: SqlStore;
    beforeAll(async () => {
      store = await open();
    });
    beforeEach(() => wipe(store));
    afterAll(async () => {
      await wipe(store);
      await store.close();
    });

    it('refuses at once while the store is down, and takes records again when it is back', async () => {
      const moody = createMoodyStore(store);
      const reports: unknown[] = [];
      const log = openTrail(moody, { retryMs: 10 });
      const slow = openTrail(moody, { retryMs: 600_000, report: (error) => reports.push(error) });
      await log.append(requests('before', 1));
      moody.mood = 'down';
      await expect(log.append(requests('lost', 1))).rejects.toMatchObject(UNAVAILABLE);
      await expect(slow.append(requests('lost', 1))).rejects.toMatchObject(UNAVAILABLE);
      const meanwhile = requests('lost', 100).map((record) => slow.append([record]));
      for (const call of meanwhile) await expect(call).rejects.toMatchObject(UNAVAILABLE);
      expect(reports).toHaveLength(1); // Nobody asked the store a hundred times.
      await slow.close();
      moody.mood = 'well';
      await until(() =>
        log.append(requests('after', 1)).then(
          () => true,
          () => false,
        ),
      );
      expect(await requestIds(log)).toEqual(['before-0', 'after-0']);
      expect(await log.verify()).toMatchObject({ ok: true });
      await log.close();
    });

    it('leaves a store that failed in peace while there is nothing to save', async () => {
      let asked = 0;
      const moody = createMoodyStore({
        ...store,
        transaction: (work) => {
          asked += 1;
          return store.transaction(work);
        },
      });
      const log = openTrail(moody, { retryMs: 5 });
      moody.mood = 'down';
      await expect(log.append(requests('lost', 1))).rejects.toMatchObject(UNAVAILABLE);
      moody.mood = 'well';
      await sleep(60);
      expect(asked).toBe(0);
      await log.close();
    });

    it('gives up waiting for a slow store, refuses at once meanwhile, and loses nothing that it saved late', async () => {
      const moody = createMoodyStore(store);
      await openTrail(store).append(requests('before', 1)); // Makes the tables, however long that takes.
      const log = openTrail(moody, { limitMs: 500 });
      moody.mood = 'slow';
      const late = log.append(requests('late', 1));
      log.queue(requests('queued', 1));
      await sleep(10);
      const behind = log.append(requests('behind', 1));
      await expect(late).rejects.toMatchObject(UNAVAILABLE);
      await expect(behind).rejects.toMatchObject(UNAVAILABLE);
      await expect(log.append(requests('refused', 1))).rejects.toMatchObject(UNAVAILABLE);
      moody.mood = 'well';
      moody.wake();
      await log.close();
      expect(await requestIds(log)).toEqual(['before-0', 'late-0', 'queued-0']);
      expect(await log.verify()).toMatchObject({ ok: true });
    });

    it('keeps queued records through an outage, in their order', async () => {
      const moody = createMoodyStore(store);
      const log = openTrail(moody, { retryMs: 10 });
      moody.mood = 'down';
      for (const record of requests('queued', 30)) {
        log.queue([record]);
        await sleep(1);
      }
      await until(async () => log.counts().failures > 1);
      expect(log.counts()).toMatchObject({ saved: 0 });
      moody.mood = 'well';
      expect(await log.close()).toEqual({ lost: 0 });
      expect(await requestIds(log)).toEqual(requests('queued', 30).map(({ requestId }) => requestId));
    });

    it('counts what it cannot queue, and says so in the trail once it can', async () => {
      let now = Date.parse('2026-11-20T10:00:00.000Z');
      const moody = createMoodyStore(store);
      const size = JSON.stringify(accessRecord({ requestId: 'queued-0' })).length;
      const log = openTrail(moody, {
        retryMs: 10,
        waitingChars: size * 3,
        clock: { now: () => new Date((now += 1_000)) },
      });
      moody.mood = 'down';
      for (const record of requests('queued', 8)) log.queue([record]);
      expect(log.counts()).toMatchObject({ waiting: 3, dropped: 5 });
      moody.mood = 'well';
      await log.close();
      const gaps: unknown[] = [];
      for await (const { record } of log.export()) if (record.kind === 'gap') gaps.push(record);
      expect(gaps).toMatchObject([{ dropped: 5, since: '2026-11-20T10:00:01.000Z' }]);
      expect(await requestIds(log)).toEqual(['queued-0', 'queued-1', 'queued-2']);
      expect(await log.verify()).toMatchObject({ ok: true });
    });

    it('refuses calls when too much is waiting, however well the store is', async () => {
      const moody = createMoodyStore(store);
      const size = JSON.stringify(accessRecord({ requestId: 'calls-0' })).length;
      const log = openTrail(moody, { waitingChars: size * 2 });
      await log.append(requests('before', 1));
      const answers = await Promise.allSettled(requests('calls', 5).map((record) => log.append([record])));
      expect(answers.map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
        'rejected',
        'rejected',
        'rejected',
      ]);
    });

    it('says what it could not save when it is closed while the store is down', async () => {
      const moody = createMoodyStore(store);
      const log = openTrail(moody, { retryMs: 60_000 });
      moody.mood = 'down';
      log.queue(requests('queued', 4));
      await until(async () => log.counts().failures > 0);
      expect(await log.close()).toEqual({ lost: 4 });
      log.queue(requests('late', 1));
      expect(log.counts()).toMatchObject({ dropped: 1, saved: 0 });
    });

    it('starts while the store is down, and makes its tables when it is back', async () => {
      let down = true;
      const log = openTrail(
        { ...store, migrate: (...all) => (down ? Promise.reject(new Error('down')) : store.migrate(...all)) },
        { retryMs: 10 },
      );
      await expect(log.append(requests('lost', 1))).rejects.toMatchObject(UNAVAILABLE);
      down = false;
      await until(() =>
        log.append(requests('kept', 1)).then(
          () => true,
          () => false,
        ),
      );
      expect(await requestIds(log)).toEqual(['kept-0']);
      await log.close();
    });
  });
}

/** Asks again until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(5);
}
