/**
 * What the reader relies on, where the connection string does not say otherwise:
 * no description of column names (rows are read by position; servers other than Db2 do not know the question);
 * the driver looks every second whether a statement has passed its limit; an answer that never comes ends the wait.
 */
const DEFAULTS: Readonly<Record<string, string>> = {
  DescribeOutputLevel: '0',
  QueryTimeoutInterval: '1',
  ReceiveTimeout: '60',
};

/** @param dsn of `ibm_db`: `KEY=value;KEY=value`; keys in any case. */
export function completeDsn(dsn: string): string {
  const present = keywords(dsn);
  const missing = Object.entries(DEFAULTS).filter(([key]) => !present.has(key.toLowerCase()));
  return [dsn.replace(/;\s*$/, ''), ...missing.map(([key, value]) => `${key}=${value}`)].join(';');
}

/** @returns where the server listens, or `undefined` where the string names a catalogued database instead. */
export function addressOf(dsn: string): { host: string; port: number } | undefined {
  const present = keywords(dsn);
  const host = present.get('hostname');
  const port = Number(present.get('port'));
  return host && Number.isInteger(port) && port > 0 ? { host, port } : undefined;
}

function keywords(dsn: string): Map<string, string> {
  const pairs = dsn.split(';').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim()];
  });
  return new Map(pairs);
}
