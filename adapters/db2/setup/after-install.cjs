const { existsSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Runs after `npm ci`. The install script of `ibm_db` ends quietly where IBM's download site cannot be reached and
 * leaves the package without its native part; this says so, in one line, and never fails an installation.
 */
const built = join(__dirname, '..', '..', '..', 'node_modules', 'ibm_db', 'build');

if (!existsSync(built)) {
  process.stdout.write(
    'claims-hub: the native Db2 driver of ibm_db is not installed; everything runs on the Db2 stand-in, and `npm run db2:driver` installs it.\n',
  );
}
