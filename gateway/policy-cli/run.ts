import { PolicyError } from '../../schema/policy/load';
import { type ExitCode, exitCodes, UsageError } from '../command-line';
import { type Command, readArguments, type Sources, type Surroundings } from './command';
import { openDesk } from './desk';
import { diff } from './diff';
import { explain } from './explain';
import { gaps } from './gaps';
import { columns } from './layout';
import { matrix } from './matrix';
import { register } from './register';
import { simulate } from './simulate';
import { unknown } from './suggest';
import { whatCan } from './what-can';
import { whoCanSee } from './who-can-see';

const commands: readonly Command[] = [matrix, explain, whoCanSee, whatCan, diff, register, simulate, gaps];

const HELP = `Usage: npm run policy -- COMMAND [OPTIONS]

Answers questions about who may see what, by the same decisions as the hub makes.

${columns(
  commands.map(({ name, summary }) => [name, summary]),
  2,
)}

Every command takes --help and --json. Before the command's name:
  --policy FILE      the policy to ask; schema/policy/policy.yaml unless said
  --supergraph FILE  the contract that says what each coordinate holds; schema/contract/supergraph.graphql unless said
  --actors FILE      who is given tokens, so that --as takes their names

Exit codes: 0 all is well, 1 something was found, 2 the command was not understood.
`;

/** What a run needs beside its surroundings. */
export interface Setting {
  readonly sources: Sources;
  /** Prints on the error output. */
  complain(text: string): void;
}

/** Runs one command as the command line gives it. Never throws for what was typed or for a policy that does not load. */
export function runPolicyCommand(
  given: readonly string[],
  surroundings: Surroundings,
  { sources: usual, complain }: Setting,
): ExitCode {
  try {
    const { sources, rest } = readSources(given, usual);
    const [name, ...args] = rest;
    if (name === undefined || name === '--help' || name === '-h') {
      surroundings.print(HELP);
      return name === undefined ? exitCodes.usage : exitCodes.fine;
    }
    const command = commands.find((each) => each.name === name);
    if (!command) {
      throw unknown(
        'command',
        name,
        commands.map((each) => each.name),
      );
    }
    const { words, values } = readArguments(command, args);
    if (values.help === true) {
      surroundings.print(`${command.help.trim()}\n`);
      return exitCodes.fine;
    }
    const option = (key: string): string | undefined => {
      const value = values[key];
      return typeof value === 'string' ? value : undefined;
    };
    return command.run({
      words,
      option,
      flag: (key) => values[key] === true,
      json: values.json === true,
      desk: openDesk(sources, surroundings),
      sources,
      surroundings,
    });
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof PolicyError)) throw error;
    complain(error instanceof PolicyError ? `${error.message}\n` : `policy: ${error.message}\n`);
    return error instanceof PolicyError ? exitCodes.finding : exitCodes.usage;
  }
}

/** Takes the options before the command's name. */
function readSources(
  given: readonly string[],
  usual: Sources,
): { sources: Sources; rest: readonly string[] } {
  const sources: { -readonly [Name in keyof Sources]: Sources[Name] } = { ...usual };
  let at = 0;
  for (; at < given.length; at++) {
    const [, name, inline] = /^--(policy|supergraph|actors)(?:=(.*))?$/.exec(given[at] ?? '') ?? [];
    if (name === undefined) break;
    const value = inline ?? given[++at];
    if (value === undefined) throw new UsageError(`--${name} needs a file`);
    sources[name as keyof Sources] = value;
  }
  return { sources, rest: given.slice(at) };
}
