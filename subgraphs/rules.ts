import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diagramOf } from './claims/lifecycle/diagram';
import { loadLifeCycle } from './claims/lifecycle/table';

const HELP = `Usage: npm run rules -- lifecycle [--write | --check]

What the rules of a claim say, for people.

  lifecycle   the states of a claim and what leads from one to another, as a Mermaid diagram
    --write   puts it into the README
    --check   fails where the README's is not what subgraphs/claims/rules/lifecycle.yaml says
  --help      this text`;

const README = join(__dirname, '..', 'README.md');
const DRAWN = /(?<=<!-- lifecycle -->\n\n```mermaid\n)[^`]*(?=\n```)/;

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { write: { type: 'boolean' }, check: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) return print(HELP);
  if (positionals.length !== 1 || positionals[0] !== 'lifecycle') throw new Error(HELP);
  const diagram = diagramOf(loadLifeCycle());
  if (!values.write && !values.check) return print(diagram);
  const readme = readFileSync(README, 'utf8');
  const [drawn] = DRAWN.exec(readme) ?? [];
  if (drawn === undefined)
    throw new Error('README.md has no place for the diagram: <!-- lifecycle --> and a mermaid block.');
  if (drawn === diagram) return print('README.md shows the life cycle as it is.');
  if (values.check) throw new Error('README.md shows another life cycle: npm run rules -- lifecycle --write');
  writeFileSync(
    README,
    readme.replace(DRAWN, () => diagram),
  );
  print('README.md: the life cycle was drawn anew.');
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
