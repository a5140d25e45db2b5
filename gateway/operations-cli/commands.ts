import { columns } from '../audit-cli/words';
import { type ExitCode, exitCodes, UsageError } from '../command-line';
import type { Desk } from '../policy-cli/desk';
import { isHash, ManifestError, parseManifest, type RegisteredOperation } from '../persisted/manifest';
import type { OperationStore } from '../persisted/store';
import { audiencesOf } from './audiences';
import { type CheckedGraph, mistakesIn } from './check';

/** What a command was given. */
export interface Given {
  readonly words: readonly string[];
  /** @returns the value of an option. */
  option(name: string): string | undefined;
  /** @returns the values of an option that may be repeated. */
  all(name: string): readonly string[];
  flag(name: string): boolean;
}

/** What commands work with. */
export interface Desktop {
  readonly now: Date;
  /** @throws {UsageError} */
  readonly readText: (path: string) => string;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** The graph that the environment names, and the rules where there are some. */
  readonly openGraph: () => { readonly graph: CheckedGraph; readonly desk: Desk | undefined };
  /** Opens the store for the time of one piece of work. */
  readonly withStore: <T>(work: (store: OperationStore) => Promise<T>) => Promise<T>;
}

/** One command. */
export interface OperationCommand {
  readonly options: Readonly<Record<string, 'text' | 'texts' | 'flag'>>;
  run(given: Given, desktop: Desktop): Promise<ExitCode>;
}

const clientOf = ({ option }: Given): string => {
  const client = option('client');
  if (client === undefined) throw new UsageError('say whose: --client ID');
  return client;
};

/** Reads and checks a manifest. @returns `undefined` where it has mistakes, which are told. */
function checked(given: Given, desktop: Desktop): readonly RegisteredOperation[] | undefined {
  const client = clientOf(given);
  const [file, ...more] = given.words;
  if (file === undefined || more.length > 0) throw new UsageError('say which manifest: one FILE');
  const { graph, desk } = desktop.openGraph();
  const [as, purpose] = [given.option('as'), given.option('purpose')];
  const audiences = audiencesOf({ client, as, purpose }, graph, desk);
  const { operations, mistakes } = operationsIn(desktop.readText(file));
  const found = mistakes ?? mistakesIn(operations, graph.whole, audiences);
  if (!given.flag('json'))
    desktop.complain(`checked as sent by ${audiences.map(({ name }) => name).join(', ')}\n`);
  if (found.length === 0) return operations;
  tellMistakes(given, desktop, found);
  return undefined;
}

function operationsIn(text: string): {
  readonly operations: readonly RegisteredOperation[];
  readonly mistakes?: readonly string[];
} {
  try {
    return { operations: parseManifest(text) };
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return { operations: [], mistakes: error.mistakes };
  }
}

function tellMistakes(given: Given, { print, complain }: Desktop, mistakes: readonly string[]): ExitCode {
  if (given.flag('json')) print(`${JSON.stringify({ client: clientOf(given), mistakes })}\n`);
  else complain(mistakes.map((each) => `${each}\n`).join(''));
  return exitCodes.finding;
}

/** Prints a result: as JSON, or as a sentence. */
function tell({ flag }: Given, { print }: Desktop, result: object, sentence: string): ExitCode {
  print(flag('json') ? `${JSON.stringify(result)}\n` : `${sentence}\n`);
  return exitCodes.fine;
}

const MANIFEST = { client: 'text', as: 'text', purpose: 'text' } as const;

const check: OperationCommand = {
  options: MANIFEST,
  async run(given, desktop) {
    const operations = checked(given, desktop);
    if (!operations) return exitCodes.finding;
    const result = { client: clientOf(given), operations: operations.length, mistakes: [] };
    return tell(given, desktop, result, `${operations.length} operations can be registered`);
  },
};

const register: OperationCommand = {
  options: MANIFEST,
  async run(given, desktop) {
    const operations = checked(given, desktop);
    if (!operations) return exitCodes.finding;
    const client = clientOf(given);
    const { added, taken } = await desktop.withStore((store) =>
      store.register(client, operations, desktop.now),
    );
    if (taken.length > 0) {
      const mistakes = taken.map((id) => `the id "${id}" is registered with another text`);
      return tellMistakes(given, desktop, mistakes);
    }
    const known = operations.length - added;
    const sentence = `${added} operations registered for ${client}, ${known} were already`;
    return tell(given, desktop, { client, registered: added, known }, sentence);
  },
};

const list: OperationCommand = {
  options: { client: 'text', all: 'flag' },
  async run(given, desktop) {
    const found = await desktop.withStore((store) => store.list(given.option('client')));
    const shown = found.filter(({ retiredAt }) => given.flag('all') || retiredAt === null);
    if (given.flag('json')) {
      desktop.print(`${JSON.stringify(shown)}\n`);
      return exitCodes.fine;
    }
    const rows = shown.map(({ client, name, type, id, registeredAt, retiredAt }) => [
      ...[client, name, type, isHash(id) ? id.slice(0, 16) : id],
      ...[registeredAt, retiredAt ?? ''],
    ]);
    desktop.print(columns([['client', 'name', 'type', 'id', 'registered', 'retired'], ...rows]));
    return exitCodes.fine;
  },
};

const retire: OperationCommand = {
  options: { client: 'text', id: 'texts', all: 'flag' },
  async run(given, desktop) {
    const client = clientOf(given);
    const ids = given.all('id');
    if (given.flag('all') === ids.length > 0) throw new UsageError('say which: --id ID, repeated, or --all');
    const asked = given.flag('all') ? undefined : ids;
    const retired = await desktop.withStore((store) => store.retire(client, asked, desktop.now));
    return tell(given, desktop, { client, retired }, `${retired} operations of ${client} retired`);
  },
};

/** Every command, with its options beside `--json` and `--help`. */
export const commands: ReadonlyMap<string, OperationCommand> = new Map([
  ['register', register],
  ['check', check],
  ['list', list],
  ['retire', retire],
]);
