const { cpSync } = require('node:fs');
const { extname, join } = require('node:path');

/** What the compiled code reads beside itself: contracts, rules, migrations, pages. The compiler copies code only. */
const assets = new Set([
  '.wsdl',
  '.xsd',
  '.sql',
  '.yaml',
  '.graphql',
  '.json',
  '.html',
  '.css',
  '.cjs',
  '.woff',
  '.txt',
]);
const root = join(__dirname, '..');
for (const folder of ['gateway', 'subgraphs', 'adapters', 'schema']) {
  cpSync(join(root, folder), join(root, 'dist', folder), {
    recursive: true,
    filter: (path) => extname(path) === '' || assets.has(extname(path)),
  });
}
