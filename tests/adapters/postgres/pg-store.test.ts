import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createPgStore } from '../../../adapters/postgres';
import { numberedMarkers } from '../../../adapters/postgres/markers';
import { isoInstant } from '../../../adapters/postgres/types';
import { PATIENCE_MS } from '../../harness/patience-ms';

describe('a store without its server', () => {
  const unavailable = { code: 'SOURCE_UNAVAILABLE', facts: { source: 'store' } };

  it('is unavailable, and says nothing of where it was looked for', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    const store = createPgStore({
      url: `postgres://hub:secret@127.0.0.1:${port}/hub`,
      acquireTimeoutMs: PATIENCE_MS,
    });
    const failure: unknown = await store.query('select 1').catch((error: unknown) => error);
    expect(failure).toMatchObject(unavailable);
    expect(String((failure as Error).cause)).toBe('DatabaseFault: database fault ECONNREFUSED');
    await expect(store.transaction(async () => 1)).rejects.toMatchObject(unavailable);
    await expect(store.ping(PATIENCE_MS)).rejects.toMatchObject(unavailable);
    await expect(store.migrate('claims', [{ name: '001', sql: 'select 1' }])).rejects.toMatchObject(
      unavailable,
    );
    await store.close();
  });

  it('is unavailable when whoever listens there never answers', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `postgres://hub@127.0.0.1:${(silent.address() as AddressInfo).port}/hub`;
    const store = createPgStore({ url, acquireTimeoutMs: 200 });
    await expect(store.query('select 1')).rejects.toMatchObject(unavailable);
    await expect(store.ping(50)).rejects.toMatchObject({
      code: 'SOURCE_TIMEOUT',
      facts: { source: 'store', timeoutMs: 50 },
    });
    await store.close();
    silent.close();
  });
});

describe('an instant as PostgreSQL prints it', () => {
  it.each([
    ['2026-01-15 09:30:05+00', '2026-01-15T09:30:05.000Z'],
    ['2026-01-15 09:30:05.1+00', '2026-01-15T09:30:05.100Z'],
    ['2026-01-15 09:30:05.123456+00', '2026-01-15T09:30:05.123456Z'],
    ['2026-01-01 00:15:00.5+01', '2025-12-31T23:15:00.500Z'],
    ['2026-01-15 09:30:05-03:30', '2026-01-15T13:00:05.000Z'],
    ['infinity', 'infinity'],
  ])('%s is %s', (printed, iso) => {
    expect(isoInstant(printed)).toBe(iso);
  });
});

describe('a statement with question marks', () => {
  it.each([
    ['SELECT A FROM T WHERE B = ? AND C IN (?,?)', 'SELECT A FROM T WHERE B = $1 AND C IN ($2,$3)'],
    [`SELECT '?', 'it''s ?', "odd?" FROM T WHERE B = ?`, `SELECT '?', 'it''s ?', "odd?" FROM T WHERE B = $1`],
    ['SELECT A -- what?\nFROM T /* or ? */ WHERE B = ?', 'SELECT A -- what?\nFROM T /* or ? */ WHERE B = $1'],
  ])('%j counts its markers alone', (text, numbered) => {
    expect(numberedMarkers(text)).toBe(numbered);
  });
});
