/**
 * Runs after every `npm ci`. The install script of `ibm_db` downloads IBM's driver and ends quietly where it cannot:
 * say in one line what that means, and never fail an installation for it.
 */
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

if (!driverIsBuilt()) {
  console.log(
    'Db2 driver not installed (its download was not reachable or ibm_db was skipped): everything runs on the ' +
      'built-in Db2 stand-in; `npm run db2:driver` installs it.',
  );
}

function driverIsBuilt() {
  try {
    const home = dirname(require.resolve('ibm_db/package.json'));
    return ['Release', 'Debug'].some((kind) => existsSync(join(home, 'build', kind, 'odbc_bindings.node')));
  } catch {
    return false;
  }
}
