import type { SqlStore } from '../../../schema/ports/store';
import { evidenceEraser } from '../../../subgraphs/documents/evidence/erasure';
import { evidenceStore } from '../../../subgraphs/documents/evidence/store';
import { purgeEvidence } from '../../../subgraphs/documents/evidence/upkeep';
import { openTestStore } from '../../harness/test-store';
import { announced, someText } from './evidence-world';

let store: SqlStore;
beforeAll(async () => {
  store = await openTestStore();
  await store.query('create schema claims');
  await store.query('create table claims.claim (number text primary key)');
});
afterAll(() => store.close());

const erase = () => evidenceEraser.erase(store, '000000000001', new Date('2026-11-20T09:00:00Z'));

it('where no evidence was ever kept there is nothing to erase', async () => {
  expect((await erase()).status).toBe('NOTHING_HELD');
  expect(await purgeEvidence(store, ['RC-2026-0000001'])).toBe(0);
});

it('evidence stays with its claim, and goes with it', async () => {
  const kept = await evidenceStore(async () => store)();
  await announced(kept, someText());
  await store.query(`insert into claims.claim (number) values ('RC-2026-0000001')`);
  expect((await erase()).status).toBe('RETAINED');
  await store.query('delete from claims.claim');
  expect((await erase()).status).toBe('DONE_AT_SOURCE');
  expect(await store.query('select 1 from documents.evidence')).toEqual([]);
  expect((await erase()).status).toBe('NOTHING_HELD');
});
