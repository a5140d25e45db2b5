import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { type ExitCode, exitCodes, UsageError } from '../command-line';
import { commands, type Desktop, type Given, type OperationCommand } from './commands';

const HELP = `Usage: npm run -s operations -- COMMAND --client ID [OPTIONS]

Which operations the application with an OAuth client id may send, where HUB_OPERATIONS or HUB_OPERATIONS_CLIENTS
say "log" or "enforce" and HUB_OPERATIONS_DIR names no folder. Gateways take changes over within seconds.

  register FILE   registers the operations of a manifest: all of them, or none and says why
  check FILE      says what is wrong with a manifest, and registers nothing
                    --as WHO --purpose PURPOSE   for whom the operations are read: an actor, or role:NAME. Unless
                    said: whoever is known to get tokens for the client, else whoever may ask for anything
  list            prints what is registered, of all clients unless --client names one
                    --all   also what is retired
  retire          the client may no longer send them
                    --id ID   which one; may be repeated
                    --all     all that the client registered

FILE is what the client's tools write: {"format":"apollo-persisted-query-manifest","version":1,"operations":
[{"id","name","type","body"}]}. Who shows no token is the client "anonymous". Every command takes --json.
DATABASE_URL or HUB_DATA_DIR say where the store is, HUB_SUPERGRAPH and HUB_POLICY what the graph and its rules are.

Exit codes: 0 all is well, 1 the manifest has mistakes, 2 the command was not understood or the store not reached.
`;

/** Runs one command as the command line gives it. Never rejects for what was typed or for a store that is down. */
export async function runOperationsCommand(given: readonly string[], desktop: Desktop): Promise<ExitCode> {
  try {
    const [name, ...args] = given;
    if (given.includes('--help') || given.includes('-h')) {
      desktop.print(HELP);
      return exitCodes.fine;
    }
    const command = commands.get(name ?? '');
    if (!command)
      throw new UsageError(name === undefined ? 'say which command' : `there is no command "${name}"`);
    return await command.run(readGiven(command, args), desktop);
  } catch (error) {
    desktop.complain(`operations: ${explained(error)}\n`);
    return exitCodes.usage;
  }
}

function readGiven({ options }: OperationCommand, args: readonly string[]): Given {
  const known: ParseArgsOptionsConfig = { json: { type: 'boolean' } };
  for (const [name, kind] of Object.entries(options)) {
    known[name] = { type: kind === 'flag' ? 'boolean' : 'string', multiple: kind === 'texts' };
  }
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: known, allowPositionals: true });
    const texts = (name: string): readonly string[] =>
      [values[name] ?? []].flat().filter((each) => typeof each === 'string');
    return {
      words: positionals,
      option: (name) => texts(name)[0],
      all: texts,
      flag: (name) => values[name] === true,
    };
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] ?? 'not understood');
  }
}

function explained(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}; --help tells how to ask`;
  return error instanceof Error ? error.message : 'unknown error';
}
