const { appendFileSync } = require('node:fs');

/**
 * Closes a run with the line `N passed, N failed, N skipped`. With `HUB_TEST_RESULTS` set, appends one JSON line
 * per test to that file, so that `.ci/run` can add several runs up without counting a test twice; `HUB_TEST_AGAIN` marks the
 * lines of files that are run again by themselves.
 */
module.exports = class CountReporter {
  onRunComplete(_contexts, results) {
    const suitesThatDidNotRun = results.numRuntimeErrorTestSuites;
    const failed = results.numFailedTests + suitesThatDidNotRun;
    const skipped = results.numPendingTests + results.numTodoTests;
    const file = process.env.HUB_TEST_RESULTS;
    if (file) {
      for (const suite of results.testResults) {
        const path = suite.testFilePath;
        if (suite.testExecError) appendFileSync(file, line(path, '(the suite itself)', 'failed'));
        suite.testResults.forEach(({ fullName, status }, index) => {
          appendFileSync(file, line(path, `${index} ${fullName}`, status));
        });
      }
    }
    process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`);
  }
};

function line(suite, name, status) {
  const again = process.env.HUB_TEST_AGAIN ? { again: true } : {};
  return `${JSON.stringify({ suite, name, status, ...again })}\n`;
}
