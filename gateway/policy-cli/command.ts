import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { type ExitCode, UsageError } from '../command-line';
import type { Desk } from './desk';

/** What a command may touch outside itself. */
export interface Surroundings {
  readText(path: string): string;
  writeText(path: string, text: string): void;
  exists(path: string): boolean;
  /** The text of a file as one git revision has it. @throws {UsageError} where there is none. */
  readRevision(revision: string, path: string): string;
  /** Prints on the standard output. */
  print(text: string): void;
}

/** The files that every command reads. */
export interface Sources {
  /** The policy in force. */
  readonly policy: string;
  /** The contract that carries the classification. */
  readonly supergraph: string;
  /** Who is given tokens; without it, `--as` takes roles only. */
  readonly actors: string | undefined;
}

/** What one run of a command works with. */
export interface Run {
  /** The words after the command's name, options left out. */
  readonly words: readonly string[];
  /** The value of an option. */
  option(name: string): string | undefined;
  flag(name: string): boolean;
  readonly json: boolean;
  readonly desk: Desk;
  readonly sources: Sources;
  readonly surroundings: Surroundings;
}

/** One question to the policy. */
export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** The whole of `--help`. */
  readonly help: string;
  /** Beside `--json` and `--help`, which every command has. */
  readonly options: Readonly<Record<string, 'text' | 'flag'>>;
  /** How many words it takes after its name. */
  readonly words: readonly [min: number, max: number];
  run(run: Run): ExitCode;
}

/** The words and options given to a command. */
export interface Given {
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** @throws {UsageError} in one sentence. */
export function readArguments(command: Command, given: readonly string[]): Given {
  const options: ParseArgsOptionsConfig = {
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  };
  for (const [name, kind] of Object.entries(command.options)) {
    options[name] = { type: kind === 'flag' ? 'boolean' : 'string' };
  }
  try {
    const { values, positionals } = parseArgs({ args: [...given], options, allowPositionals: true });
    const [min, max] = command.words;
    if (!values.help && positionals.length < min) throw new UsageError('something is missing');
    if (!values.help && positionals.length > max) throw new UsageError(`"${positionals[max]}" is too much`);
    return { words: positionals, values: values as Given['values'] };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : 'not understood').split('. ')[0] ?? '';
    throw new UsageError(`${reason}; ${command.name} --help tells how to ask`);
  }
}
