/** Run as a process of its own: loads fixture.sql by IBM's driver into the server of its first argument. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const ibmdb = require('ibm_db');

const statements = readFileSync(join(__dirname, 'fixture.sql'), 'utf8')
  .replace(/^--.*$/gm, '')
  .split(/;\s*$/m)
  .map((statement) => statement.trim())
  .filter(Boolean);

const database = new ibmdb.Database();
database.openSync(`${process.argv[2]};DescribeOutputLevel=0`);
for (const statement of ['DROP TABLE HUBTEST.TSUI0010', 'DROP SCHEMA HUBTEST RESTRICT', ...statements]) {
  const answer = database.querySync(statement);
  if (answer instanceof Error && !statement.startsWith('DROP')) throw answer;
}
database.closeSync();
