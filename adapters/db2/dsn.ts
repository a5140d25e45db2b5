/**
 * Completes a connection string with what the reader relies on, where it does not say otherwise:
 * no description of column names (rows are read by position; servers other than Db2 do not know the question);
 * the driver looks every second whether a statement has passed its limit; a connection that is not made, and an answer
 * that never comes, end the wait.
 *
 * @param dsn of `ibm_db`: `KEY=value;KEY=value`; keys in any case.
 */
export function completeDsn(dsn: string, connectTimeoutMs: number): string {
  const defaults = {
    DescribeOutputLevel: '0',
    QueryTimeoutInterval: '1',
    ConnectTimeout: String(Math.ceil(connectTimeoutMs / 1_000)),
    ReceiveTimeout: '60',
  };
  const present = new Set(dsn.split(';').map((pair) => pair.split('=', 1)[0]?.trim().toLowerCase()));
  const missing = Object.entries(defaults).filter(([key]) => !present.has(key.toLowerCase()));
  return [dsn.replace(/;\s*$/, ''), ...missing.map(([key, value]) => `${key}=${value}`)].join(';');
}
