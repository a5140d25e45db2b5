import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Whether IBM's driver is there, without loading it: native code stays out of the hub's own process.
 *
 * @returns one sentence for the start-up banner, or `undefined` where the driver is installed.
 */
export function db2DriverMissing(): string | undefined {
  try {
    const home = dirname(createRequire(__filename).resolve('ibm_db/package.json'));
    if (existsSync(join(home, 'build', 'Release', 'odbc_bindings.node'))) return undefined;
  } catch {
    // Not even the npm package: the same sentence.
  }
  return "IBM's Db2 driver is not installed: the source it reads is unavailable until `npm run db2:driver` has run.";
}
