import type { SqlStore } from '../../../schema/ports/store';
import { accessRecord, openTrail, requestIds, tamper, wipe } from './trail-world';

const NOW = '2026-11-20T10:00:00.000Z';
const day = (text: string): string => `${text}T10:00:00.000Z`;

/** What stays verifiable when records are deleted because their time is over. */
export function purgeSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`deleting old records of an audit trail on ${name}`, () => {
    let store: SqlStore;
    beforeAll(async () => {
      store = await open();
    });
    beforeEach(() => wipe(store));
    afterAll(async () => {
      await wipe(store);
      await store.close();
    });

    /** Four records of 2025 and one of 2026, behind the start of a process in January 2025. */
    const filled = async () => {
      let now = day('2025-01-01');
      const log = openTrail(store, { clock: { now: () => new Date(now) } });
      const days = ['2025-01-02', '2025-03-01', '2025-06-01', '2025-11-01', '2026-11-19'];
      for (const [index, at] of days.entries()) {
        now = day(at);
        await log.append([accessRecord({ at: now, requestId: `request-${index}` })]);
        if (index === 1) await log.checkpoint();
      }
      now = NOW;
      await log.checkpoint();
      return log;
    };

    it('leaves a trail that can be verified, against old checkpoints too, and says what it did', async () => {
      const log = await filled();
      const before = await log.checkpoint();
      expect(await log.purge(new Date(day('2025-06-01')))).toBe(3);
      expect(await requestIds(log)).toEqual(['request-2', 'request-3', 'request-4']);
      expect(await log.verify([before])).toMatchObject({ ok: true, records: 7, purged: 3 });
      const records: unknown[] = [];
      for await (const { record } of log.export({ from: 6 })) records.push(record);
      expect(records).toEqual([{ kind: 'purge', at: NOW, before: day('2025-06-01'), upTo: 3 }]);

      expect(await log.purge(new Date(day('2025-11-20')))).toBe(2);
      await log.append([accessRecord({ requestId: 'later' })]);
      expect(await log.verify([before])).toMatchObject({ ok: true, records: 9, purged: 5 });
      expect(await requestIds(log)).toEqual(['request-4', 'later']);
    });

    it('takes several transactions for many records, so that nobody waits long', async () => {
      const log = openTrail(store, { clock: { now: () => new Date(NOW) } });
      const old = Array.from({ length: 4_100 }, () => accessRecord({ at: day('2025-01-01') }));
      const first = openTrail(store, { clock: { now: () => new Date(day('2025-01-01')) } });
      await first.append(old);
      await log.append([accessRecord({ requestId: 'young' })]);
      expect(await log.purge(new Date(day('2025-11-20')))).toBe(4_101);
      expect(await log.verify()).toMatchObject({ ok: true, purged: 4_101, records: 4_101 + 2 + 3 });
      expect(await requestIds(log)).toEqual(['young']);
    });

    it('does nothing where nothing is old enough', async () => {
      const log = await filled();
      expect(await log.purge(new Date(day('2024-01-01')))).toBe(0);
      expect(await log.verify()).toMatchObject({ ok: true, records: 6, purged: 0 });
    });

    it('keeps what is younger than the retention, to the moment', async () => {
      const log = await filled();
      await expect(log.purge(new Date('2025-11-20T10:00:00.001Z'))).rejects.toThrow('kept for 12 months');
      await expect(log.purge(new Date('never'))).rejects.toThrow(RangeError);
      const short = openTrail(store, { clock: { now: () => new Date(NOW) }, retentionMonths: 6 });
      expect(await short.purge(new Date(day('2026-05-20')))).toBe(5);
    });

    it('still proves what is left', async () => {
      const log = await filled();
      const proof = await log.proveInclusion(5, 6);
      await log.purge(new Date(day('2025-06-01')));
      expect(await log.proveInclusion(5, 6)).toEqual(proof);
    });

    it.each([
      [
        'kept hash',
        `update audit.purged set hash = reverse(hash) where seq = 1`,
        { seq: 0, before: 3, reason: 'CHECKPOINT' },
      ],
      [
        'last kept hash',
        `update audit.purged set hash = reverse(hash) where seq = 2`,
        { seq: 0, before: 3, reason: 'CHECKPOINT' },
      ],
      ['deletion of a kept hash', `delete from audit.purged where seq = 1`, { seq: 1, reason: 'MISSING' }],
      [
        'deletion that no purge tells of',
        `insert into audit.purged select seq, hash from audit.record where seq = 3; delete from audit.record where seq = 3`,
        { seq: 3, reason: 'PURGED' },
      ],
      [
        'deletion in the middle',
        `insert into audit.purged select seq, hash from audit.record where seq = 4; delete from audit.record where seq = 4`,
        { seq: 4, reason: 'PURGED' },
      ],
      [
        'record that is kept and deleted',
        `insert into audit.purged select seq, hash from audit.record where seq = 4`,
        { seq: 4, reason: 'EXTRA' },
      ],
    ])('finds a changed %s', async (_what, statements, found) => {
      const log = await filled();
      await log.purge(new Date(day('2025-06-01')));
      await tamper(store, ...statements.split(';'));
      expect(await log.verify()).toMatchObject({ ok: false, firstBroken: found });
    });

    it('is refused by the database to whoever does not keep the hash', async () => {
      const log = await filled();
      await expect(store.query('delete from audit.record where seq = 0')).rejects.toThrow('SQLSTATE P0001');
      expect(await log.verify()).toMatchObject({ ok: true });
    });
  });
}
