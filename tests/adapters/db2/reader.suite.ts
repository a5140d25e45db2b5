import { setImmediate as turn } from 'node:timers/promises';
import { LegacyDataError } from '../../../schema/kernel/source-errors';
import { IN_MAX, inList, type RawRow, type SqlQuery, type SqlReader } from '../../../schema/ports/sql';
import { createCuttableProxy, type CuttableProxy } from '../../harness/tcp-proxy';
import { PATIENCE_MS } from '../../harness/patience-ms';

/** A server with the tables of fixture.sql. */
export interface ReaderServer {
  readonly host: string;
  readonly port: number;
  /** @param port where to reach it on 127.0.0.1; `poolSize` connections. */
  open(port: number, poolSize: number): SqlReader;
  /** A statement that runs for a second or more, and gives one row. */
  readonly slow: string;
}

const TABLE = 'HUBTEST.TSUI0010';

/** What every `SqlReader` promises, over any server that has the fixture. */
export function readerSuite(name: string, start: () => Promise<ReaderServer>): void {
  describe(`reader of ${name}`, () => {
    let server: ReaderServer;
    let proxy: CuttableProxy;
    let reader: SqlReader;

    beforeAll(async () => {
      server = await start();
      proxy = await createCuttableProxy(server);
      reader = server.open(proxy.port, 3);
      await reader.ping(PATIENCE_MS);
    });
    afterAll(async () => {
      await reader.close();
      await proxy.close();
    });

    const query = (text: string, values: SqlQuery<RawRow>['values'] = []): SqlQuery<RawRow> => ({
      name: 'suite',
      text,
      values,
      timeoutMs: PATIENCE_MS,
      parse: (row) => row,
    });
    const read = (text: string, values?: SqlQuery<RawRow>['values']): Promise<readonly RawRow[]> =>
      reader.read(query(text, values));
    const ids = `SELECT SUI_ID FROM ${TABLE}`;

    it('gives rows in the order the system sent them', async () => {
      expect(await read(`${ids} ORDER BY SUI_ID DESC`)).toEqual([['A3      '], ['A2      '], ['A1      ']]);
      expect(await read(`${ids} ORDER BY SUI_ID FETCH FIRST 2 ROWS ONLY`)).toEqual([
        ['A1      '],
        ['A2      '],
      ]);
    });

    it('gives an empty list where nothing matches', async () => {
      expect(await read(`${ids} WHERE SUI_ID = ?`, ['none'])).toEqual([]);
    });

    it('finds by parameters with accents, quotes and the euro sign, and gives them back unchanged', async () => {
      const label = "Élodie D'Hoë, 12 €";
      expect(await read(`SELECT SUI_LIB FROM ${TABLE} WHERE SUI_LIB = ?`, [label])).toEqual([[label]]);
    });

    it('takes a question mark in a literal for what it is', async () => {
      expect(await read(`${ids} WHERE SUI_LIB = 'is it ? yes' AND SUI_COD = ?`, ['CDEFG'])).toEqual([
        ['A2      '],
      ]);
    });

    it('gives CHAR padded as the table holds it, and finds it by the bare value', async () => {
      expect(await read(`SELECT SUI_COD FROM ${TABLE} WHERE SUI_COD = ?`, ['AB'])).toEqual([['AB   ']]);
    });

    it('gives decimals to the last digit as text', async () => {
      const rows = await read(
        `SELECT CAST(SUI_MNT AS CHAR(18)) FROM ${TABLE} WHERE SUI_MNT IS NOT NULL ORDER BY SUI_ID`,
      );
      // Db2 leaves the leading zero out, and some put blanks in front: record parsers know.
      expect(rows.map(([text]) => String(text).trim().replace(/^-\./, '-0.'))).toEqual([
        '1234567890123.45',
        '-0.01',
      ]);
    });

    it('gives dates spelled as numbers as numbers', async () => {
      expect(await read(`SELECT SUI_DAT FROM ${TABLE} WHERE SUI_DAT >= ? ORDER BY SUI_ID`, [0])).toEqual([
        [1260228],
        [0],
      ]);
    });

    it('gives timestamps with their microseconds, in no zone', async () => {
      const rows = await read(`SELECT CAST(SUI_HOR AS CHAR(26)) FROM ${TABLE} WHERE SUI_ID = ?`, ['A1']);
      // `2026-02-28-09.30.05.123456` on Db2.
      expect(String(rows[0]?.[0]).replace(/\D/g, '')).toBe('20260228093005123456');
    });

    it('gives null where nothing is written', async () => {
      expect(
        await read(`SELECT SUI_LIB, SUI_COD, SUI_MNT, SUI_DAT, SUI_HOR FROM ${TABLE} WHERE SUI_ID = 'A3'`),
      ).toEqual([[null, null, null, null, null]]);
    });

    it('takes padded lists of keys, up to the most that one statement takes', async () => {
      const two = inList(['A1', 'A3']);
      expect(two.values).toHaveLength(5);
      expect(await read(`${ids} WHERE SUI_ID IN (${two.markers}) ORDER BY SUI_ID`, two.values)).toEqual([
        ['A1      '],
        ['A3      '],
      ]);
      const most = inList(Array.from({ length: IN_MAX }, (_, n) => `A${n}`));
      expect(await read(`${ids} WHERE SUI_ID IN (${most.markers})`, most.values)).toHaveLength(3);
    });

    it('parses every row, and says which source sent one that cannot be read', async () => {
      const parsed = await reader.read({
        ...query(`${ids} ORDER BY SUI_ID`),
        parse: ([id]) => String(id).trim(),
      });
      expect(parsed).toEqual(['A1', 'A2', 'A3']);
      const unreadable = reader.read({
        ...query(ids),
        parse: () => {
          throw new LegacyDataError('TSUI0010.SUI_COD', 'a code');
        },
      });
      await expect(unreadable).rejects.toMatchObject({
        code: 'SOURCE_INVALID_DATA',
        facts: { source: reader.source },
      });
    });

    it('lets a mistake of a parser through as what it is', async () => {
      const parse = (): never => {
        throw new TypeError('a mistake');
      };
      await expect(reader.read({ ...query(ids), parse })).rejects.toThrow(new TypeError('a mistake'));
    });

    it('names the source of a statement that was refused, repeats no value, and goes on', async () => {
      const refused: unknown = await read('SELECT NOTHING FROM HUBTEST.TNONE WHERE X = ?', [
        'someone@example.org',
      ]).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'SOURCE_INVALID_DATA', facts: { source: reader.source } });
      expect(everythingIn(refused)).not.toMatch(/someone|TNONE/);
      expect(await read(ids)).toHaveLength(3);
    });

    it('names the source and the limit when the system is too slow, and works again afterwards', async () => {
      proxy.mute(); // However slow this machine is, the answer is slower.
      await expect(reader.read({ ...query(server.slow), timeoutMs: 300 })).rejects.toMatchObject({
        code: 'SOURCE_TIMEOUT',
        facts: { source: reader.source, timeoutMs: 300 },
      });
      proxy.restore();
      expect(await read(ids)).toHaveLength(3);
    });

    it('gives up when the caller does', async () => {
      const gone = new AbortController();
      proxy.mute();
      void proxy.asked().then(() => gone.abort());
      await expect(reader.read({ ...query(server.slow), signal: gone.signal })).rejects.toMatchObject({
        code: 'SOURCE_UNAVAILABLE',
      });
      proxy.restore();
      await expect(reader.read({ ...query(ids), signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'SOURCE_UNAVAILABLE',
      });
      expect(await read(ids)).toHaveLength(3);
    });

    it('never has more connections than it may', async () => {
      // A way of its own: connections of other tests may still be on their way out.
      const counted = await createCuttableProxy(server);
      const narrow = server.open(counted.port, 3);
      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, counted.connections())), 1);
      const answers = await Promise.all(Array.from({ length: 60 }, () => narrow.read(query(ids))));
      clearInterval(watch);
      most = Math.max(most, counted.connections());
      expect(answers.every((rows) => rows.length === 3)).toBe(true);
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThanOrEqual(3);
      await narrow.close();
      await counted.close();
    });

    it('does not notice that idle connections were cut', async () => {
      proxy.cut();
      proxy.restore();
      // The word of the cut has arrived; it is heard when the event loop has gone round.
      for (let round = 0; round < 5; round += 1) await turn();
      expect(await Promise.all([read(ids), read(ids)])).toEqual([expect.anything(), expect.anything()]);
    });

    it('loses the query that was running when the server went, and nothing after it came back', async () => {
      const running = reader.read(query(server.slow));
      void proxy.asked().then(() => proxy.cut());
      await expect(running).rejects.toMatchObject({
        code: 'SOURCE_UNAVAILABLE',
        facts: { source: reader.source },
      });
      await expect(read(ids)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
      proxy.restore();
      expect(await read(ids)).toHaveLength(3);
    });

    it('times out on a network that has gone silent, and works when it speaks again', async () => {
      proxy.freeze();
      await expect(reader.read({ ...query(ids), timeoutMs: 300 })).rejects.toMatchObject({
        code: 'SOURCE_TIMEOUT',
      });
      proxy.restore();
      await expect(reader.ping(PATIENCE_MS)).resolves.toBeUndefined();
      expect(await read(ids)).toHaveLength(3);
    });

    it('says that a closed port is not available, and not that its time is over', async () => {
      const gone = await createCuttableProxy(server);
      await gone.close();
      const refused = server.open(gone.port, 1);
      await expect(refused.ping(PATIENCE_MS)).rejects.toMatchObject({
        code: 'SOURCE_UNAVAILABLE',
        facts: { source: reader.source },
      });
      await refused.close();
    });

    it('is unavailable after it was closed, and can be closed twice', async () => {
      const other = server.open(proxy.port, 1);
      await other.ping(PATIENCE_MS);
      await other.close();
      await other.close();
      await expect(other.read(query(ids))).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    });
  });
}

/** Every text that an error carries, its causes included. */
function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return [error.message, error.stack, JSON.stringify(error), everythingIn(error.cause)].join('\n');
}
