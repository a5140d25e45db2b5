import { PGlite } from '@electric-sql/pglite';
import { createPgReader } from '../../../adapters/postgres';
import { serveWire, type WireServer } from '../../../mocks/ledger/wire';
import type { SqlReader } from '../../../schema/ports/sql';
import { readTable } from '../../../subgraphs/shared/import/db2/catalogue';
import { db2Files } from '../../../subgraphs/shared/import/db2/files';
import { planDb2 } from '../../../subgraphs/shared/import/db2/plan';
import type { Notes } from '../../../subgraphs/shared/import/model';
import { emptyDatabase } from '../../../mocks/empty-database';

const DDL = `
  CREATE SCHEMA BNQ;
  CREATE TABLE BNQ.TPRD0010 (
    PRD_COD CHAR(5) NOT NULL PRIMARY KEY, PRD_LIB VARCHAR(40), PRD_NBR INTEGER NOT NULL, PRD_BIG BIGINT,
    PRD_TAU DECIMAL(7,4), PRD_PDS DOUBLE PRECISION, PRD_DAT DATE, PRD_HEU TIME, PRD_TMS TIMESTAMP NOT NULL, PRD_DOC BYTEA);
  COMMENT ON COLUMN BNQ.TPRD0010.PRD_TAU IS 'Rate in percent';
  CREATE TABLE BNQ.TLIG0010 (LIG_PRD CHAR(5) NOT NULL, LIG_NUM INTEGER NOT NULL, PRIMARY KEY (LIG_PRD, LIG_NUM));
`;
const surroundings = {
  ...{ types: new Set(['Product']), queries: new Set<string>() },
  ...{ subgraphs: new Set<string>(), ports: new Set<number>() },
};

let db: PGlite;
let server: WireServer;
let reader: SqlReader;
beforeAll(async () => {
  db = await PGlite.create({ loadDataDir: await emptyDatabase() });
  await db.exec(DDL);
  server = await serveWire(db, 0);
  reader = createPgReader({ source: 'catalogue', url: `postgres://hub@127.0.0.1:${server.port}/x` });
});
afterAll(async () => {
  await reader.close();
  await server.close();
  await db.close();
});

const planned = async (table: string, called = 'Product') => {
  const read = await readTable(reader, table, true);
  const notes: Notes = [];
  return { plan: planDb2('stock', [read], new Map([[read, called]]), surroundings, notes), notes };
};

describe('what a table becomes', () => {
  it('every column by its type, length, nullability and remarks; money, big numbers, dates and times as text', async () => {
    const { plan, notes } = await planned('bnq.tprd0010');
    const [table] = plan.tables;
    expect(
      table?.object.fields.map(({ name, type, required, select }) => [name, type, required, select]),
    ).toEqual([
      ['prdCod', 'text', true, 'T.PRD_COD'],
      ['prdLib', 'text', false, 'T.PRD_LIB'],
      ['prdNbr', 'int', true, 'T.PRD_NBR'],
      ['prdBig', 'text', false, 'CAST(T.PRD_BIG AS CHAR(20))'],
      ['prdTau', 'text', false, 'CAST(T.PRD_TAU AS CHAR(9))'],
      ['prdPds', 'float', false, 'T.PRD_PDS'],
      ['prdDat', 'date', false, 'CAST(T.PRD_DAT AS CHAR(10))'],
      ['prdHeu', 'text', false, 'CAST(T.PRD_HEU AS CHAR(8))'],
      ['prdTms', 'dateTime', true, 'CAST(T.PRD_TMS AS CHAR(26))'],
    ]);
    expect(table?.object.fields[4]?.description).toBe('Rate in percent. Source: Db2 TPRD0010.PRD_TAU.');
    expect(notes).toEqual(['BNQ.TPRD0010.PRD_DOC is left out: BYTEA is not shown in the graph.']);
  });

  it('is named as asked, prefixed where the graph has the name already', async () => {
    const { plan } = await planned('BNQ.TPRD0010');
    expect(plan.tables.map(({ object, byId, byKey, list }) => [object.name, byId, byKey, list])).toEqual([
      ['StockProduct', 'stockProduct', 'stockProductByPrdCod', 'stockProductList'],
    ]);
  });

  it('statements are constant texts with padded keys, and pages go by key', async () => {
    const { plan } = await planned('BNQ.TPRD0010');
    const source = db2Files(plan, 4110).get('subgraphs/stock/stock.source.ts');
    expect(source).toContain('FROM BNQ.TPRD0010 T WHERE T.PRD_COD IN (${markers})');
    expect(source).toContain("' WHERE T.PRD_COD > ?'");
    expect(source).toContain('ORDER BY T.PRD_COD FETCH FIRST ${sizeOf(limit)} ROWS ONLY');
  });

  it('every field is left to classify', async () => {
    const { plan } = await planned('BNQ.TPRD0010');
    const type = db2Files(plan, 4110).get('subgraphs/stock/stock-product.type.ts') ?? '';
    expect(type.match(/@Field\(/g)).toHaveLength(9);
    expect(type.match(/@Unclassified\(\)/g)).toHaveLength(9);
    expect(type).not.toMatch(/@(Not)?Personal\(/);
  });

  it.each([
    ['BNQ.NOTHING', 'The catalogue has no table BNQ.NOTHING.'],
    ['TPRD0010', '"TPRD0010" is not SCHEMA.TABLE.'],
    ["BNQ.X' OR 1=1", 'is not SCHEMA.TABLE.'],
    ['BNQ.TLIG0010', 'BNQ.TLIG0010 has a primary key of 2 columns (LIG_PRD, LIG_NUM)'],
  ])('%s is refused in a sentence', async (table, sentence) => {
    await expect(planned(table)).rejects.toThrow(sentence);
  });
});
