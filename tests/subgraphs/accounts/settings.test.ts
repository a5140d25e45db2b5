import { subgraph } from '../../../subgraphs/accounts';

const read = (variables: Record<string, string>) => subgraph.settings.safeParse(variables);
const DB2 = 'DATABASE=BANKDB;HOSTNAME=db2;PORT=50000;PROTOCOL=TCPIP;UID=hub;PWD=not-to-be-shown';

describe('the settings of the ledger', () => {
  it('take a Db2 connection string, two seconds by default', () => {
    expect(read({ DB2_DSN: DB2, NODE_ENV: 'production' }).data).toEqual({
      dsn: DB2,
      standIn: false,
      limits: {
        ...{ connections: 10, queue: 500, timeoutMs: 2_000 },
        ...{ retries: 1, recheckMs: 5_000, closings: [] },
      },
      misread: new Map(),
    });
  });

  it('take the stand-in in development, and refuse it in production', () => {
    const DB2_DSN = 'postgres://hub:not-to-be-shown@127.0.0.1:4002/ledger';
    expect(read({ DB2_DSN }).data).toMatchObject({ standIn: true });
    expect(read({ DB2_DSN, NODE_ENV: 'production' }).error?.issues).toMatchObject([
      { path: ['DB2_DSN'], message: expect.stringContaining('refused in production') },
    ]);
  });

  it.each([
    [{}],
    [{ DB2_DSN: '' }],
    [{ DB2_DSN: 'mysql://not-to-be-shown' }],
    [{ DB2_DSN: DB2, DB2_TIMEOUT_MS: '0' }],
    [{ DB2_DSN: DB2, DB2_MISREAD: 'MVT_LIB' }],
    [{ DB2_DSN: DB2, DB2_TIMEOUT_MS: 'soon' }],
  ])('refuse %p without repeating a password', (variables: Record<string, string>) => {
    const { success, error } = read(variables);
    expect(success).toBe(false);
    expect(JSON.stringify(error?.issues)).not.toContain('not-to-be-shown');
  });
});
