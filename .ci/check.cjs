// Runs every script `check:*` of package.json, as many at once as there are processors: node .ci/check.cjs. What each said is
// printed when it has ended; exits with 1 where one failed.
const { spawn } = require('node:child_process');
const { availableParallelism } = require('node:os');
const { scripts } = require('../package.json');

const waiting = Object.keys(scripts).filter((name) => name.startsWith('check:'));

function run(name) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '-s', name], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk) => (said += chunk));
    child.on('error', (error) => (said += error.message));
    child.on('close', (code) => {
      console.log(`${name}: ${code === 0 ? 'passed' : `FAILED (${code})`}\n${said}`.trimEnd());
      resolve(code === 0);
    });
  });
}

async function lane() {
  let passed = true;
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
    passed = (await run(name)) && passed;
  return passed;
}

const lanes = Array.from({ length: Math.max(2, availableParallelism()) }, lane);
Promise.all(lanes).then((all) => {
  process.exitCode = all.every(Boolean) ? 0 : 1;
});
