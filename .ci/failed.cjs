// The test files that failed and were not run again: node .ci/failed.cjs RESULTS MOST. Exits with 1 where there are none, or
// more than MOST: what fails in many places is broken, and no busy machine's doing.
const { readFileSync } = require('node:fs');

const [file, most] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
const again = new Set(lines.filter((line) => line.again).map(({ suite }) => suite));
const failed = new Set(lines.filter(({ status }) => status === 'failed').map(({ suite }) => suite));
const suites = [...failed].filter((suite) => !again.has(suite));
if (suites.length === 0 || suites.length > Number(most)) process.exitCode = 1;
else console.log(suites.join('\n'));
