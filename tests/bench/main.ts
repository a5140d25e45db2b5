import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One measurement: prints its figures as it goes. */
export interface Bench {
  /** One line for `--help`. */
  readonly about: string;
  /** What may follow its name, for `--help`; without it, nothing may. */
  readonly options?: string;
  /** @param args those after the bench's name. */
  run(args: readonly string[]): Promise<void>;
}

/** Every folder-mate that ends in `.bench.ts`; its name is the bench's name. */
const names = readdirSync(__dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));

const load = async (name: string): Promise<Bench> =>
  ((await import(join(__dirname, `${name}.bench.ts`))) as { bench: Bench }).bench;

async function main(): Promise<number> {
  const [name = '--help', ...args] = process.argv.slice(2);
  if (name === '--help') {
    const lines = await Promise.all(
      names.map(async (each) => {
        const { about, options = '' } = await load(each);
        return `  ${`${each} ${options}`.padEnd(18)} ${about}`;
      }),
    );
    process.stdout.write(`Usage: npm run bench -- NAME\n\n${lines.join('\n')}\n`);
    return 0;
  }
  const loaded = names.includes(name) ? await load(name) : undefined;
  if (!loaded || (args.length > 0 && loaded.options === undefined)) {
    process.stderr.write(`Say which one bench to run: ${names.join(', ')}.\n`);
    return 2;
  }
  await loaded.run(args);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
