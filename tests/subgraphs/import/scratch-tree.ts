import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..', '..');

/** What a copy of the repository holds: what an import reads, and what the checks look at. */
const COPIED = [
  ...['.config', '.prettierignore', 'package.json', 'tsconfig.json', 'README.md'],
  ...['adapters', 'gateway', 'mocks', 'schema', 'subgraphs', 'tests'],
];

/** A copy of the repository, in which systems can be imported. */
export interface ScratchTree {
  readonly folder: string;
  /** Runs a program of the repository. @returns what it printed. @throws {Error} with that, where it failed. */
  run(program: keyof typeof PROGRAMS, ...args: string[]): Promise<string>;
  /** Meanwhile the type-check and the linter look at these folders and at what they import: the rest is as it was. */
  narrowed<T>(folders: readonly string[], work: () => Promise<T>): Promise<T>;
  remove(): void;
}

const bin = (path: string): string[] => [join(ROOT, 'node_modules', path)];
const source = (path: string): string[] => ['--import', 'tsx', path];

const PROGRAMS = {
  import: source('subgraphs/import.ts'),
  contract: source('subgraphs/contract.ts'),
  tsc: bin('typescript/bin/tsc'),
  eslint: [...bin('eslint/bin/eslint.js'), '-c', '.config/eslint.config.mjs', '--max-warnings', '0'],
  prettier: [...bin('prettier/bin/prettier.cjs'), '--config', '.config/prettier.json', '--check'],
  depcruise: [
    ...bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
    '--config',
    '.config/dependency-cruiser.cjs',
  ],
  jest: [
    '--experimental-vm-modules',
    '--no-warnings',
    ...bin('jest/bin/jest.js'),
    '-c',
    '.config/jest.config.cjs',
  ],
} as const;

export function createScratchTree(): ScratchTree {
  const folder = mkdtempSync(join(tmpdir(), 'import-tree-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    async run(program, ...args) {
      // A test's own settings are not the tree's: its tests need no server.
      const { HUB_REQUIRE_SERVERS: _, HUB_TEST_RESULTS: __, ...env } = process.env;
      const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
      const command = [...PROGRAMS[program], ...args];
      const { stdout, stderr } = await promisify(execFile)(process.execPath, command, options).catch(
        (error: { stdout: string; stderr: string }) => {
          throw new Error(`${program} ${args.join(' ')}\n${error.stdout}\n${error.stderr}`);
        },
      );
      return `${stdout}${stderr}`;
    },
    async narrowed(folders, work) {
      const file = join(folder, 'tsconfig.json');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, JSON.stringify({ ...(JSON.parse(text) as object), include: folders }));
      try {
        return await work();
      } finally {
        writeFileSync(file, text);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
