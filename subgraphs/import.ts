import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDb2Reader } from '../adapters/db2';
import { createPgReader } from '../adapters/postgres';
import { readDocuments, readPorts } from '../adapters/soap';
import { discoverSubgraphs } from './shared/discover';
import { readTable, type Table } from './shared/import/db2/catalogue';
import { db2Files } from './shared/import/db2/files';
import { planDb2 } from './shared/import/db2/plan';
import { HELP } from './shared/import/help';
import { kebab } from './shared/import/names';
import type { Files, Notes, Surroundings } from './shared/import/model';
import { checkName, freePort, surroundingsOf } from './shared/import/surroundings';
import { wsdlFiles } from './shared/import/wsdl/files';
import { planWsdl } from './shared/import/wsdl/plan';
import { createReader } from './shared/import/wsdl/reading';
import { vendor } from './shared/import/wsdl/vendor';
import { formatted, writeNew } from './shared/import/write';
import { explainStart } from './shared/process';

const ROOT = join(__dirname, '..');

/** What whoever imports chose. */
interface Options {
  readonly name?: string | undefined;
  readonly port?: string | undefined;
  readonly dsn?: string | undefined;
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

async function importDb2(
  wanted: readonly string[],
  options: Options,
  surroundings: Surroundings,
  notes: Notes,
): Promise<Imported> {
  const { name, dsn = process.env.DB2_DSN } = options;
  if (name === undefined) throw new Error('Say what the subgraph is called: --name NAME.');
  checkName(name, ROOT, surroundings);
  if (dsn === undefined)
    throw new Error('Say whose catalogue to read: --dsn DSN, or DB2_DSN in the environment.');
  const standIn = /^postgres(ql)?:/.test(dsn);
  const reader = standIn
    ? createPgReader({ source: 'catalogue', url: dsn })
    : createDb2Reader({ source: 'catalogue', dsn });
  try {
    const called = new Map<Table, string>();
    for (const each of wanted) {
      const [place = '', as] = each.split(':');
      const table = await readTable(reader, place, standIn);
      called.set(table, as ?? table.name);
    }
    const plan = planDb2(name, [...called.keys()], called, surroundings, notes);
    return { name, files: await formatted(db2Files(plan, portOf(options, surroundings)), ROOT) };
  } finally {
    await reader.close();
  }
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
      dsn: { type: 'string' },
      operation: { type: 'string', multiple: true, default: [] },
      entity: { type: 'string', multiple: true, default: [] },
      'files-only': { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return say(HELP);
  const [kind, from, ...others] = positionals;
  const known = kind === 'db2' || (kind === 'wsdl' && others.length === 0);
  if (!known || from === undefined) throw new Error(HELP);
  const notes: Notes = [];
  const surroundings = surroundingsOf(ROOT, await discoverSubgraphs());
  const { name, files } =
    kind === 'db2'
      ? await importDb2([from, ...others], values, surroundings, notes)
      : await importWsdl(from, values, surroundings, notes);
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
