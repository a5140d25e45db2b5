import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemoWorld } from '../../mocks/load';
import type { SqlStore } from '../../schema/ports/store';
import { openTestStore } from '../harness/test-store';

const world = join(__dirname, '..', '..', 'mocks', 'data');
const dataDir = mkdtempSync(join(tmpdir(), 'world-'));
const head = (file: string, lines: number): string =>
  readFileSync(join(world, file), 'utf8').split('\n').slice(0, lines).join('\n');

let store: SqlStore;
beforeEach(async () => {
  store = await openTestStore();
  writeFileSync(join(dataDir, 'claims.ndjson'), head('claims.ndjson', 10));
  writeFileSync(join(dataDir, 'surveys.ndjson'), '');
  copyFileSync(join(world, 'actors.json'), join(dataDir, 'actors.json'));
});
afterEach(() => store.close());
afterAll(() => rmSync(dataDir, { recursive: true }));

const count = async (): Promise<unknown> =>
  (await store.query<{ n: number }>('select count(*)::int as n from claims.claim'))[0]?.n;

it('loads the demo world into an empty store, once', async () => {
  expect(await loadDemoWorld(store, dataDir)).toEqual({ claims: 10, surveys: 0 });
  expect(await loadDemoWorld(store, dataDir)).toBeUndefined();
  expect(await count()).toBe(10);
});

it('loads nothing where the world is broken, and all of it when it is mended', async () => {
  writeFileSync(join(dataDir, 'surveys.ndjson'), '{"id":');
  await expect(loadDemoWorld(store, dataDir)).rejects.toThrow('surveys.ndjson: line 1 is not JSON');
  expect(await count()).toBe(0);
  writeFileSync(join(dataDir, 'surveys.ndjson'), '');
  expect(await loadDemoWorld(store, dataDir)).toMatchObject({ claims: 10 });
});
