import { entryHash } from '../../../schema/audit/chain';
import { EMPTY_TREE, grow, leafHash } from '../../../schema/audit/merkle';
import type { AuditLog } from '../../../schema/ports/audit';
import type { SqlStore } from '../../../schema/ports/store';
import { openTrail, pseudonym, requests, tamper, wipe } from './trail-world';

const LAST = 6;

/** What a recount finds out about someone who may do everything in the database. */
export function tamperSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`an audit trail on ${name} that was touched`, () => {
    let store: SqlStore;
    let log: AuditLog;
    beforeAll(async () => {
      store = await open();
    });
    beforeEach(async () => {
      await wipe(store);
      log = openTrail(store);
      await log.append(requests('one', 2));
      await log.checkpoint();
      await log.append(requests('two', LAST - 2));
    });
    afterAll(async () => {
      await wipe(store);
      await store.close();
    });

    const broken = async (): Promise<unknown> => {
      const verdict = await log.verify();
      return verdict.ok ? 'nothing' : verdict.firstBroken;
    };

    const changes: readonly (readonly [column: string, change: string, reason: string])[] = [
      ['seq', 'seq + 1000', 'MISSING'],
      ['kind', `'gap'`, 'COLUMN'],
      ['at', `at + interval '1 ms'`, 'COLUMN'],
      ['actor', `coalesce(nullif('${pseudonym('x')}', actor), 'y')`, 'COLUMN'],
      ['token', `case when token is null then 'x' end`, 'COLUMN'],
      ['subjects', `subjects || array['${pseudonym('x')}']`, 'COLUMN'],
      ['body', `replace(body, '2026', '2025')`, 'CONTENT'],
      ['prev', `translate(prev, '0123456789', '1234567890')`, 'CONTENT'],
      ['hash', `translate(hash, '0123456789', '1234567890')`, 'CONTENT'],
    ];

    it.each(changes)('names any record whose %s is no longer what it was', async (column, change, reason) => {
      for (let seq = 0; seq <= LAST; seq += 1) {
        const where = column === 'seq' ? `seq in (${seq}, ${seq + 1000})` : `seq = ${seq}`;
        const [row] = await store.query<Record<string, string>>(
          `select ${column === 'seq' ? `'${seq}'` : column}::text as before from audit.record where ${where}`,
        );
        await tamper(store, `update audit.record set ${column} = ${change} where ${where}`);
        expect(await broken()).toEqual({ seq, reason, ...(reason === 'COLUMN' ? { column } : {}) });

        const type = { seq: 'bigint', at: 'timestamptz', subjects: 'text[]' }[column] ?? 'text';
        const before = row?.before === null || row?.before === undefined ? 'null' : `$t$${row.before}$t$`;
        await tamper(store, `update audit.record set ${column} = ${before}::${type} where ${where}`);
        expect(await broken()).toBe('nothing');
      }
    });

    it('names a record whose content and hash were replaced together', async () => {
      for (const seq of [1, 4, LAST]) {
        const [row] = await store.query<{ body: string; prev: string; hash: string }>(
          `select body, prev, hash from audit.record where seq = ${seq}`,
        );
        const body = row?.body ?? '';
        const forged = body.replace('"status":200', '"status":403');
        expect(forged).not.toBe(body);
        await tamper(
          store,
          `update audit.record set body = $t$${forged}$t$, hash = '${entryHash(seq, row?.prev ?? '', forged)}' where seq = ${seq}`,
        );
        expect(await broken()).toEqual({ seq, reason: 'LINK' });
        await tamper(
          store,
          `update audit.record set body = $t$${body}$t$, hash = '${row?.hash}' where seq = ${seq}`,
        );
      }
    });

    it.each([0, 3, LAST])('names record %i when it is deleted', async (seq) => {
      await tamper(store, `delete from audit.record where seq = ${seq}`);
      expect(await broken()).toEqual({ seq, reason: 'MISSING' });
    });

    it('names the place of a record whose successors were moved up', async () => {
      await tamper(
        store,
        `delete from audit.record where seq = 3`,
        ...[4, 5, 6].map((seq) => `update audit.record set seq = ${seq - 1} where seq = ${seq}`),
      );
      expect(await broken()).toEqual({ seq: 3, reason: 'CONTENT' });
    });

    it('names the first of two records that changed places', async () => {
      await tamper(
        store,
        `update audit.record set seq = 1000 where seq = 2`,
        `update audit.record set seq = 2 where seq = 5`,
        `update audit.record set seq = 5 where seq = 1000`,
      );
      expect(await broken()).toEqual({ seq: 2, reason: 'CONTENT' });
    });

    /** Rewrites the trail from one record on as if it had always been so, its head included. */
    const rewrite = async (from: number, edit: (body: string) => string | undefined): Promise<void> => {
      const rows = await store.query<{ body: string; hash: string }>(
        'select body, hash from audit.record order by seq',
      );
      const kept = rows.slice(0, from);
      const bodies = rows.slice(from).map(({ body }) => body);
      const statements = [`delete from audit.record where seq >= ${from}`];
      let hash = kept.at(-1)?.hash ?? '0'.repeat(64);
      const hashes = kept.map((row) => row.hash);
      for (const body of bodies.map(edit).filter((each) => each !== undefined)) {
        const [seq, prev] = [hashes.length, hash];
        hashes.push((hash = entryHash(seq, prev, body)));
        statements.push(
          `insert into audit.record select ${seq}, r->>'kind', (r->>'at')::timestamptz, r->>'actor', r->>'token',
             array(select jsonb_array_elements_text(jsonb_path_query_array(r, '$.accesses[*].subjects[*]'))),
             $t$${body}$t$, '${prev}', '${hash}' from (select $t$${body}$t$::jsonb as r) as entry`,
        );
      }
      const { peaks } = grow(
        EMPTY_TREE,
        hashes.map((each) => leafHash(Buffer.from(each, 'hex'))),
      );
      statements.push(
        `update audit.head set size = ${hashes.length}, hash = '${hash}', peaks = '{${peaks.join()}}'`,
      );
      await tamper(store, ...statements);
    };

    it('is found out by what was signed when it was rewritten whole, and told between which records', async () => {
      const signed = await log.checkpoint();
      await rewrite(4, (body) => body.replace('"status":200', '"status":403'));
      expect(await broken()).toEqual({ seq: 3, before: signed.size, reason: 'CHECKPOINT' });
    });

    it('is found out when its end was cut off, whatever was put right behind it', async () => {
      await log.checkpoint();
      await tamper(store, 'delete from audit.record where seq >= 5');
      expect(await broken()).toEqual({ seq: 5, reason: 'MISSING' });
      await rewrite(5, () => undefined);
      expect(await broken()).toEqual({ seq: 5, reason: 'MISSING' });
    });

    it('is found out by a checkpoint kept elsewhere, when its own were deleted too', async () => {
      const kept = await log.checkpoint();
      await rewrite(5, () => undefined);
      await tamper(store, 'delete from audit.checkpoint');
      expect(await broken()).toBe('nothing');
      expect(await log.verify([kept])).toMatchObject({
        ok: false,
        firstBroken: { seq: 5, reason: 'MISSING' },
      });
      const forged = { ...kept, size: 5 };
      expect(await log.verify([forged])).toMatchObject({
        firstBroken: { seq: 0, before: 5, reason: 'SIGNATURE' },
      });
      const later = { ...kept, size: 900 };
      expect(await log.verify([later])).toMatchObject({
        firstBroken: { seq: 0, before: 900, reason: 'SIGNATURE' },
      });
    });

    it.each([
      ['size', 'size - 1'],
      ['root', `translate(root, '0123456789', '1234567890')`],
      ['at', `at + interval '1 ms'`],
      ['key_id', `'x'`],
      ['signature', `'x'`],
    ])("is found out when a checkpoint's %s was changed", async (column, change) => {
      await tamper(store, `update audit.checkpoint set ${column} = ${change}`);
      expect(await broken()).toMatchObject({ seq: 0, reason: 'SIGNATURE' });
    });

    it.each([
      ['size', 'size - 1', { seq: LAST, reason: 'EXTRA' }],
      ['size', 'size + 1', { seq: LAST + 1, reason: 'MISSING' }],
      ['hash', `translate(hash, '0123456789', '1234567890')`, { seq: LAST, reason: 'LINK' }],
      ['peaks', 'peaks[2:] || peaks[1:1]', { seq: 3, before: LAST + 1, reason: 'HEAD' }],
    ])("is found out when its head's %s was made %s", async (column, change, found) => {
      await tamper(store, `update audit.head set ${column} = ${change}`);
      expect(await broken()).toEqual(found);
    });

    it('is found out when its head is gone', async () => {
      await tamper(store, 'delete from audit.head');
      await expect(log.verify()).rejects.toThrow('has lost its head row');
      await expect(log.append(requests('more', 1))).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    });

    it('is found out when a record was put behind its end', async () => {
      await tamper(
        store,
        `insert into audit.record select ${LAST + 1}, kind, at, actor, token, subjects, body, prev, hash from audit.record where seq = 3`,
      );
      expect(await broken()).toEqual({ seq: LAST + 1, reason: 'CONTENT' });
    });
  });
}
