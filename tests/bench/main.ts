import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One measurement: prints its figures as it goes. */
export interface Bench {
  /** One line for `--help`. */
  readonly about: string;
  run(): Promise<void>;
}

/** Every folder-mate that ends in `.bench.ts`; its name is the bench's name. */
const names = readdirSync(__dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));

const load = async (name: string): Promise<Bench> =>
  ((await import(join(__dirname, `${name}.bench.ts`))) as { bench: Bench }).bench;

async function main(): Promise<number> {
  const [name = '--help', ...others] = process.argv.slice(2);
  if (name === '--help') {
    const lines = await Promise.all(
      names.map(async (each) => `  ${each.padEnd(10)} ${(await load(each)).about}`),
    );
    process.stdout.write(`Usage: npm run bench -- NAME\n\n${lines.join('\n')}\n`);
    return 0;
  }
  if (!names.includes(name) || others.length > 0) {
    process.stderr.write(`Say which one bench to run: ${names.join(', ')}.\n`);
    return 2;
  }
  await (await load(name)).run();
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
