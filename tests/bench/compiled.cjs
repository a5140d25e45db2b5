/**
 * Runs a TypeScript file with its imports compiled as tests and the build compile them: `node compiled.cjs FILE …`. What
 * the usual loader of development adds, a call for each function's name, is part of what would be measured.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

const options = JSON.parse(readFileSync(join(__dirname, '..', '..', '.config', 'swc.json'), 'utf8'));

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    ...options,
    ...{ filename, swcrc: false, sourceMaps: false },
  });
  module._compile(code, filename);
};

process.argv.splice(1, 1);
require(process.argv[1]);
