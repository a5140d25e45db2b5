import { createDb2Reader } from '../../../adapters/db2';
import type { SqlReader } from '../../../schema/ports/sql';
import { readTable } from '../../../subgraphs/shared/import/db2/catalogue';
import { fieldsOf } from '../../../subgraphs/shared/import/db2/columns';
import { createNames } from '../../../subgraphs/shared/import/names';
import { runToEnd } from '../../harness/processes';
import { withServer } from '../../harness/server-suite';
import { PATIENCE_MS } from '../../harness/patience-ms';

withServer('TEST_DB2_DSN', (dsn) => {
  describe("the catalogue over Db2's own protocol", () => {
    let reader: SqlReader;
    beforeAll(async () => {
      reader = createDb2Reader({
        ...{ source: 'catalogue', dsn, poolSize: 1 },
        ...{ acquireTimeoutMs: PATIENCE_MS, connectTimeoutMs: PATIENCE_MS },
      });
      await reader.ping(PATIENCE_MS);
    });
    afterAll(() => reader.close());

    it('tells columns, types, lengths, digits, nullability and the key of a table', async () => {
      const { columns } = await readTable(reader, 'bnq.tmvt0010', false);
      expect(
        columns.map(({ name, type, length, scale, nullable, key }) =>
          [name, type, length, scale, nullable ? 'null' : '', key].join(' ').trim(),
        ),
      ).toEqual([
        'MVT_ID CHAR 16 0  1',
        'MVT_CPT CHAR 11 0  0',
        'MVT_DTO INTEGER 10 0  0',
        'MVT_DTV DECIMAL 8 0  0',
        'MVT_HOR TIMESTAMP 26 6  0',
        'MVT_MNT DECIMAL 13 0  0',
        'MVT_SNS CHAR 1 0  0',
        'MVT_DEV CHAR 3 0  0',
        'MVT_COD CHAR 2 0  0',
        'MVT_LIB CHAR 32 0  0',
      ]);
    });

    it('has no table that is only alike: an underscore is an underscore', async () => {
      await expect(readTable(reader, 'BNQ.TMVT001_', false)).rejects.toThrow('no table BNQ.TMVT001_');
    });

    it.each(['TCPT0010', 'TCAR0010', 'TMVT0010'])(
      '%s: the server takes what is written to read it',
      async (name) => {
        const table = await readTable(reader, `BNQ.${name}`, false);
        const fields = fieldsOf(table, createNames([], 'its'), () => undefined);
        const rows = await reader.read({
          name: 'test',
          text: `SELECT ${fields.map(({ select }) => select).join(', ')} FROM BNQ.${name} T FETCH FIRST 3 ROWS ONLY`,
          values: [],
          timeoutMs: PATIENCE_MS,
          parse: (row) => row,
        });
        expect(rows.map((row) => row.length)).toEqual([fields.length, fields.length, fields.length]);
      },
    );

    it('is what the command imports from', async () => {
      const args = [
        'db2',
        'BNQ.TCPT0010:LedgerAccount',
        'BNQ.TMVT0010',
        '--name',
        'drda-ledger',
        '--dry-run',
      ];
      const { code, stdout, stderr } = await runToEnd('subgraphs/import.ts', args, { DB2_DSN: dsn });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('subgraphs/drda-ledger/drda-ledger.source.ts');
    });
  });
});
