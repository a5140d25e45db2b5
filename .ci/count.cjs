// Adds up the runs of `.ci/run`: node .ci/count.cjs RESULTS FAILED_STEPS. Prints `N passed, N failed, N skipped`.
const { readFileSync } = require('node:fs');

const [file, failedSteps] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
const second = new Set(lines.filter(({ again }) => again).map(({ suite }) => suite));
const tests = new Map();
const ran = new Set();
for (const { suite, name, status, again } of lines) {
  const id = `${suite}\n${name}`;
  if (status === 'failed' || status === 'passed') ran.add(suite);
  // Of a file that was run again by itself, that run counts, and what the first one said is named.
  if (second.has(suite) && !again) {
    if (status === 'failed')
      console.log(`failed beside other tests: ${name.replace(/^\d+ /, '')} (${suite})`);
    continue;
  }
  // A test counts once, and a failure in any run counts.
  if (tests.get(id)?.status !== 'failed') tests.set(id, { suite, status });
}
const all = [...tests.values()];
const passed = all.filter(({ status }) => status === 'passed').length;
const failedTests = all.filter(({ status }) => status === 'failed').length;
const failed = failedTests > 0 ? failedTests : Number(failedSteps);
// Suites of servers are skipped while there is no server yet; once they ran, that skip is none.
const skipped = all.filter(
  ({ suite, status }) =>
    status !== 'passed' && status !== 'failed' && !(suite.endsWith('.server.test.ts') && ran.has(suite)),
).length;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
