const { appendFileSync } = require('node:fs');

/**
 * Closes a run with the line `N passed, N failed, N skipped`. With `HUB_TEST_RESULTS` set, appends one JSON line
 * per test to that file, so that `.ci/run` can add several runs up without counting a test twice.
 */
module.exports = class CountReporter {
  onRunComplete(_contexts, results) {
    const suitesThatDidNotRun = results.numRuntimeErrorTestSuites;
    const failed = results.numFailedTests + suitesThatDidNotRun;
    const skipped = results.numPendingTests + results.numTodoTests;
    const file = process.env.HUB_TEST_RESULTS;
    if (file) {
      for (const suite of results.testResults) {
        if (suite.testExecError) appendFileSync(file, line(suite.testFilePath, 'suite', 'failed'));
        for (const test of suite.testResults) appendFileSync(file, line(suite.testFilePath, test.fullName, test.status));
      }
    }
    process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`);
  }
};

function line(file, name, status) {
  return `${JSON.stringify({ id: `${file} ${name}`, status })}\n`;
}
