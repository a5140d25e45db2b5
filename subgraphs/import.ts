import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readDocuments, readPorts } from '../adapters/soap';
import { discoverSubgraphs } from './shared/discover';
import { kebab } from './shared/import/names';
import type { Files, Notes, Surroundings } from './shared/import/model';
import { checkName, freePort, surroundingsOf } from './shared/import/surroundings';
import { wsdlFiles } from './shared/import/wsdl/files';
import { planWsdl } from './shared/import/wsdl/plan';
import { createReader } from './shared/import/wsdl/reading';
import { vendor } from './shared/import/wsdl/vendor';
import { formatted, writeNew } from './shared/import/write';
import { explainStart } from './shared/process';

const HELP = `Usage: npm run import -- wsdl FILE|URL [options]

Writes a new subgraph from a legacy system's own description: subgraphs/<name>/, a stand-in in mocks/imported/<name>/ and
tests in tests/subgraphs/<name>/. Nobody is shown anything of it until someone says what each field is: replace
@Unclassified() by @Personal(…) or @NotPersonal(…), then run npm run contract.

  --name NAME             the subgraph's name; the service's own unless said
  --port PORT             where its own process listens; the next free one unless said
  --operation NAME        wsdl: an operation to take, may stand several times; those that look like reading unless said
  --entity NAME:KEY       wsdl: the operation that finds one thing by that element; guessed unless said
  --files-only            leave the contract and the matrix as they are: for several imports in a row
  --dry-run               list what would be written, and write nothing
  --help                  this text`;

const ROOT = join(__dirname, '..');

/** What whoever imports chose. */
interface Options {
  readonly name?: string | undefined;
  readonly port?: string | undefined;
  readonly operation: readonly string[];
  readonly entity: readonly string[];
}

/** All that is written for one system. */
interface Imported {
  readonly name: string;
  readonly files: ReadonlyMap<string, string | Buffer>;
}

async function importWsdl(
  location: string,
  options: Options,
  surroundings: Surroundings,
  notes: Notes,
): Promise<Imported> {
  const reader = createReader();
  const documents = await readDocuments(location, reader);
  const ports = readPorts(documents);
  const [service] = documents.definitions
    .flatMap(({ children }) => children)
    .filter(({ name }) => name === 'service');
  const name = options.name ?? kebab((service?.$name ?? 'service').replace(/(?<=.)(Service|WS|Soap)$/i, ''));
  checkName(name, ROOT, surroundings);
  const choices = { name, operations: options.operation, entities: options.entity };
  const plan = planWsdl(documents, ports, choices, surroundings, notes);
  const files: Files = await formatted(wsdlFiles(plan, portOf(options, surroundings)), ROOT);
  const contract = vendor(name, reader.documents, (relative, from) => reader.resolve(relative, from));
  return {
    name,
    files: new Map<string, string | Buffer>([
      ...contract.map(({ file, bytes }) => [`subgraphs/${name}/contract/${file}`, bytes] as const),
      ...files,
    ]),
  };
}

/** @throws {Error} not a port. */
function portOf({ port }: Options, surroundings: Surroundings): number {
  if (port === undefined) return freePort(surroundings);
  const chosen = Number(port);
  if (!Number.isInteger(chosen) || chosen < 1 || chosen > 65_535) {
    throw new Error('--port must be a whole number between 1 and 65535.');
  }
  if (surroundings.ports.has(chosen)) throw new Error(`--port ${chosen}: another subgraph listens there.`);
  return chosen;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      port: { type: 'string' },
      operation: { type: 'string', multiple: true, default: [] },
      entity: { type: 'string', multiple: true, default: [] },
      'files-only': { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return say(HELP);
  const [kind, from, ...others] = positionals;
  if (kind !== 'wsdl' || from === undefined || others.length > 0) throw new Error(HELP);
  const notes: Notes = [];
  const surroundings = surroundingsOf(ROOT, await discoverSubgraphs());
  const { name, files } = await importWsdl(from, values, surroundings, notes);
  const listed = [...files.keys()].sort().join('\n');
  const told = notes.map((note) => `\n${note}`).join('');
  if (values['dry-run']) return say(`Would be written:\n${listed}${told}`);
  await writeNew(files, ROOT);
  say(`${listed}${told}`);
  return values['files-only'] ? 0 : refresh(name);
}

/** The contract and the matrix are of what the code says now. */
function refresh(name: string): number {
  for (const script of [['subgraphs/contract.ts'], ['gateway/policy-cli/main.ts', 'matrix']]) {
    const { status } = spawnSync(process.execPath, [...process.execArgv, ...script], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    if (status !== 0) return status ?? 1;
  }
  return say(`\nsubgraphs/${name} is part of the graph. Its tests: npm test -- tests/subgraphs/${name}`);
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

if (require.main === module) {
  main().then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      process.stderr.write(`${explainStart(error)}\n`);
      process.exitCode = 1;
    },
  );
}
