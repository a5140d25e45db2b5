import { parseArgs } from 'node:util';
import { HubError } from '../../schema/kernel/errors';
import { ConfigurationError } from '../../subgraphs/shared/environment';
import { type ExitCode, exitCodes, UsageError } from '../command-line';
import { commands, type Desk } from './commands';

const HELP = `Usage: npm run -s audit -- COMMAND [OPTIONS]

  verify       recounts the whole trail, and names the first record that was touched
                 --checkpoint FILE   also compare with a checkpoint kept elsewhere; may be repeated
  export       prints the records, one JSON object a line, for someone else to recount
                 --from N --to N     only records from number N on, and before number N
  checkpoint   signs the present state and prints the signed checkpoint: keep it elsewhere
  prove        proves that a record is in the trail that a new checkpoint signs
                 --record N
  report       --customer NUMBER     when, what for and which kinds of data of a customer were shown
               --token JTI           whose data a token read
               --account SUB         whose data an account read
                 --from DATE --to DATE   the last twelve months unless said; times are UTC
               A "-" in place of the value reads it from the standard input, so that no shell remembers it.
  purge        --before DATE         deletes records older than that, twelve months at least; their hashes stay

Every command takes --json. DATABASE_URL or HUB_DATA_DIR says where the trail is, HUB_AUDIT_KEY and
HUB_AUDIT_OLD_KEYS whose signatures are believed, HUB_PSEUDONYM_SECRET how people are found.

Exit codes: 0 all is well, 1 the trail is broken, 2 the command was not understood or the trail could not be asked.
`;

/** What a run works with. */
export interface Surroundings extends Omit<Desk, 'log' | 'pseudonyms'> {
  readonly complain: (text: string) => void;
  /** Opens the trail that the environment names. Only called for a command that was understood. */
  readonly open: () => Promise<Pick<Desk, 'log' | 'pseudonyms'> & { close(): Promise<void> }>;
}

/** Runs one command as the command line gives it. Never rejects for what was typed or for a trail that cannot be asked. */
export async function runAuditCommand(
  given: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { complain, print, open, ...desk } = surroundings;
  try {
    const [name, ...args] = given;
    const command = commands.get(name ?? '');
    if (given.includes('--help') || given.includes('-h')) {
      await print(HELP);
      return exitCodes.fine;
    }
    if (!command)
      throw new UsageError(name === undefined ? 'say which command' : `there is no command "${name}"`);
    const options = readOptions(args, command.options);
    const opened = await open();
    try {
      return await command.run({ ...desk, print, ...opened }, options);
    } finally {
      await opened.close();
    }
  } catch (error) {
    complain(`audit: ${explained(error)}\n`);
    return exitCodes.usage;
  }
}

function readOptions(args: readonly string[], names: readonly string[]) {
  const text = names.map((name) => [name, { type: 'string', multiple: name === 'checkpoint' }] as const);
  try {
    return parseArgs({ args: [...args], options: { ...Object.fromEntries(text), json: { type: 'boolean' } } })
      .values;
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('. ');
    throw new UsageError(reason);
  }
}

function explained(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}; --help tells how to ask`;
  if (error instanceof ConfigurationError || error instanceof HubError) return error.message;
  return error instanceof Error ? error.message : 'unknown error';
}
