import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createWorld } from './world';

const HELP = `Writes the demo world that mocks and demonstrations stand on.

  npm run world [-- --out DIR] [-- --check]

  --out DIR  the folder to write to or to check; mocks/data by default
  --check    writes nothing; says which files are stale and ends with 1 where any is
  --help     this text

The world is made from a fixed seed and a fixed date: every run gives the same bytes.
`;

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

function main(args: string[]): number {
  const { values } = parseArgs({
    args,
    options: { out: { type: 'string' }, check: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const out = values.out ?? join(__dirname, '..', 'data');
  const files = Object.entries(createWorld());
  if (values.check) {
    const stale = files.filter(([name, text]) => read(join(out, name)) !== text).map(([name]) => name);
    if (stale.length === 0) return 0;
    process.stderr.write(`stale: ${stale.join(', ')}. Run: npm run world\n`);
    return 1;
  }
  mkdirSync(out, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(out, name), text);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
