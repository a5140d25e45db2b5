import { createHash } from 'node:crypto';
import { createAuditLog } from '../../../adapters/audit';
import { createCheckpointVerifier } from '../../../schema/audit/checkpoint';
import { EMPTY_TREE, grow, leafHash, rootOf } from '../../../schema/audit/merkle';
import { verifyConsistency, verifyInclusion } from '../../../schema/audit/proofs';
import { canonicalJson, type Json } from '../../../schema/kernel/canonical-json';
import { systemClock } from '../../../schema/kernel/clock';
import type { SqlStore } from '../../../schema/ports/store';
import { accessRecord, openTrail, pseudonym, requestIds, requests, wipe } from './trail-world';

/** What the audit trail promises on a store that is well. */
export function trailSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`the audit trail on ${name}`, () => {
    let store: SqlStore;
    beforeAll(async () => {
      store = await open();
    });
    beforeEach(() => wipe(store));
    afterAll(async () => {
      await wipe(store);
      await store.close();
    });

    it('keeps records in the order of the calls, chained, and recounts them', async () => {
      const log = openTrail(store);
      await log.append(requests('first', 3));
      await log.append(requests('second', 2));
      expect(await requestIds(log)).toEqual(['first-0', 'first-1', 'first-2', 'second-0', 'second-1']);
      // One more than appended: the process says that it began.
      expect(await log.verify()).toMatchObject({ ok: true, records: 6, purged: 0, checkpoints: 0 });
    });

    it('can be recounted from an export by someone who has only a checkpoint', async () => {
      const log = openTrail(store);
      await log.append(requests('one', 5));
      const checkpoint = await log.checkpoint();
      let [prev, tree] = ['0'.repeat(64), EMPTY_TREE];
      for await (const { seq, record, prev: told, hash } of log.export()) {
        const entry = canonicalJson({ seq, prev, record } as unknown as Json);
        expect(told).toBe(prev);
        expect(hash).toBe((prev = createHash('sha256').update(entry).digest('hex')));
        tree = grow(tree, [leafHash(Buffer.from(hash, 'hex'))]);
      }
      expect(checkpoint).toMatchObject({ size: 6, root: rootOf(tree), at: '2026-11-20T10:00:00.000Z' });
    });

    it('exports a part, by number', async () => {
      const log = openTrail(store);
      await log.append(requests('one', 5));
      const seqs: number[] = [];
      for await (const { seq } of log.export({ from: 2, to: 4 })) seqs.push(seq);
      expect(seqs).toEqual([2, 3]);
    });

    it('shares transactions between calls that meet', async () => {
      const log = openTrail(store);
      await Promise.all(requests('met', 200).map((record) => log.append([record])));
      const { saved, commits, failures, waiting } = log.counts();
      expect({ saved, failures, waiting }).toEqual({ saved: 200, failures: 0, waiting: 0 });
      expect(commits).toBeLessThanOrEqual(2);
      expect(await requestIds(log)).toHaveLength(200);
    });

    it('is one chain, whoever appends: fifty processes at once', async () => {
      const stores = await Promise.all(Array.from({ length: 5 }, open));
      const logs = Array.from({ length: 50 }, (_, index) =>
        openTrail(stores[index % 5] ?? store, { process: `p${index}` }),
      );
      await Promise.all(
        logs.map(async (log, index) => {
          for (let call = 0; call < 4; call += 1) await log.append(requests(`p${index}.${call}`, 2));
        }),
      );
      const log = openTrail(store);
      expect(await log.verify()).toMatchObject({ ok: true, records: 50 * (4 * 2 + 1) });
      const ids = await requestIds(log);
      expect(new Set(ids).size).toBe(50 * 4 * 2);
      // Each call's records follow each other.
      const first = ids.findIndex((id) => id === 'p17.3-0');
      expect(ids[first + 1]).toBe('p17.3-1');
      await Promise.all(stores.filter((each) => each !== store).map((each) => each.close()));
    });

    it('proves that a record is in it, and that it only grew', async () => {
      const log = openTrail(store);
      await log.append(requests('before', 6));
      const before = await log.checkpoint();
      await log.append(requests('after', 5));
      const after = await log.checkpoint();

      const [second, first] = [after.size, before.size];
      const [firstRoot, secondRoot] = [before.root, after.root];
      const consistency = await log.proveConsistency(first, second);
      expect(verifyConsistency({ first, second, firstRoot, secondRoot, proof: consistency })).toBe(true);

      for await (const { seq: index, hash } of log.export()) {
        const proof = await log.proveInclusion(index, second);
        const claim = {
          index,
          size: second,
          leaf: leafHash(Buffer.from(hash, 'hex')),
          proof,
          root: after.root,
        };
        expect(verifyInclusion(claim)).toBe(true);
      }
      await expect(log.proveInclusion(0, second + 1)).rejects.toThrow(RangeError);
      await expect(log.proveInclusion(second, second)).rejects.toThrow(RangeError);
    });

    it('signs a state once, and states as they come while records come in', async () => {
      let time = Date.parse('2026-11-20T10:00:00.000Z');
      const log = openTrail(store, { clock: { now: () => new Date(time) }, checkpointMs: 60_000 });
      for (let minute = 0; minute < 3; minute += 1) {
        await log.append(requests(`minute-${minute}`, 1));
        await log.append(requests(`again-${minute}`, 1));
        time += 60_000;
      }
      expect(await log.close()).toEqual({ lost: 0 });
      const again = openTrail(store, { clock: { now: () => new Date(time) } });
      const last = await again.checkpoint();
      time += 60_000;
      expect(await again.checkpoint()).toEqual(last);
      const verdict = await again.verify();
      expect(verdict).toMatchObject({ ok: true, records: 8 });
      expect(verdict.ok && verdict.checkpoints).toBeGreaterThanOrEqual(4);
    });

    it('says when a process began and ended, so that one that died can be told', async () => {
      const log = openTrail(store, { process: 'one' });
      await log.append(requests('one', 1));
      await log.close();
      await expect(log.append(requests('late', 1))).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
      const events: unknown[] = [];
      for await (const { record } of openTrail(store).export()) {
        if (record.kind === 'process') events.push([record.process, record.event]);
      }
      expect(events).toEqual([
        ['one', 'START'],
        ['one', 'STOP'],
      ]);
    });

    it('takes no record that holds what a record must not, and none of its company', async () => {
      const log = openTrail(store);
      const forged = { ...accessRecord(), iban: 'FR7630006000011234567890189' };
      await expect(log.append([accessRecord(), forged])).rejects.toThrow('members of its own invention');
      expect(() => log.queue([forged])).toThrow('members of its own invention');
      expect(await requestIds(log)).toEqual([]);
    });

    it('needs a key to sign', async () => {
      const log = createAuditLog({
        store,
        clock: systemClock,
        process: 'keyless',
        verifier: createCheckpointVerifier([]),
      });
      await log.append(requests('one', 1));
      await expect(log.checkpoint()).rejects.toThrow('no signing key');
      expect(await log.close()).toEqual({ lost: 0 });
      expect(await log.verify()).toMatchObject({ ok: true, records: 3, checkpoints: 0 });
    });

    it.each([
      ['update audit.record set purpose = $$x$$', '42703'],
      [`update audit.record set kind = 'gap'`, 'P0001'],
      ['delete from audit.record', 'P0001'],
      ['truncate audit.record', 'P0001'],
      ['update audit.checkpoint set size = 1', 'P0001'],
      ['delete from audit.checkpoint', 'P0001'],
      ['truncate audit.purged', 'P0001'],
      ['update audit.head set size = size - 1', 'P0001'],
      ['delete from audit.head', 'P0001'],
    ])('refuses %s', async (statement, state) => {
      const log = openTrail(store);
      await log.append(requests('one', 1));
      await log.checkpoint();
      await expect(store.query(statement)).rejects.toThrow(`SQLSTATE ${state}`);
      expect(await log.verify()).toMatchObject({ ok: true, records: 2 });
    });

    describe('reports', () => {
      const [one, sameOne, other] = [pseudonym('one'), pseudonym('one, Q1'), pseudonym('other')];
      const seen = (subjects: string[]) => [
        {
          subjects,
          decisions: [{ category: 'user.name', decision: 'ALLOW' as const, rule: 'R-1', count: 1 }],
        },
      ];
      const year = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z') };

      it('tell a person of the consultations under all their pseudonyms, within the period', async () => {
        const log = openTrail(store);
        await log.append([
          accessRecord({ at: '2025-12-31T23:59:59.999Z', accesses: seen([one]) }),
          accessRecord({ at: '2026-02-01T00:00:00.000Z', accesses: seen([sameOne, other]) }),
          accessRecord({ at: '2026-11-01T00:00:00.000Z', accesses: seen([one]), purpose: 'mediation' }),
          accessRecord({ at: '2026-11-02T00:00:00.000Z', accesses: seen([other]) }),
          accessRecord({ at: '2026-11-03T00:00:00.000Z', accesses: [] }),
        ]);
        const consultations = await log.consultationsOf([one, sameOne], year);
        expect(consultations.map(({ at, purpose, categories }) => [at, purpose, categories])).toEqual([
          ['2026-02-01T00:00:00.000Z', 'complaint_handling', ['user.name']],
          ['2026-11-01T00:00:00.000Z', 'mediation', ['user.name']],
        ]);
        expect(JSON.stringify(consultations)).not.toContain(accessRecord().actor);
        expect(await log.consultationsOf([pseudonym('nobody')], year)).toEqual([]);
      });

      it('tell whose data a token or an account read, within the period', async () => {
        const log = openTrail(store);
        const [stolen, thief] = [pseudonym('stolen'), pseudonym('thief')];
        await log.append([
          accessRecord({ at: '2026-11-01T00:00:00.000Z', token: stolen, accesses: seen([one, other]) }),
          accessRecord({ at: '2026-11-02T00:00:00.000Z', actor: thief, token: null, accesses: seen([one]) }),
          accessRecord({ at: '2026-11-03T00:00:00.000Z', accesses: seen([sameOne]) }),
          accessRecord({ at: '2027-01-01T00:00:00.000Z', token: stolen, accesses: seen([sameOne]) }),
        ]);
        expect((await log.readsBy([stolen], year)).map(({ subject }) => subject).sort()).toEqual(
          [one, other].sort(),
        );
        expect(await log.readsBy([thief], year)).toEqual([
          {
            subject: one,
            firstAt: '2026-11-02T00:00:00.000Z',
            lastAt: '2026-11-02T00:00:00.000Z',
            fields: { 'user.name': 1 },
          },
        ]);
      });

      it('read more than a page', async () => {
        const log = openTrail(store);
        const many = Array.from({ length: 2_100 }, () => accessRecord({ accesses: seen([one]) }));
        await log.append(many);
        expect(await log.consultationsOf([one], year)).toHaveLength(2_100);
        expect(await log.verify()).toMatchObject({ ok: true, records: 2_101 });
      });
    });
  });
}
