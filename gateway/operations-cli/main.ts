import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { systemClock } from '../../schema/kernel/clock';
import { createEnvironment } from '../../subgraphs/shared/environment';
import { readProcessSettings } from '../../subgraphs/shared/process-settings';
import { createAudiences } from '../audience/audiences';
import { endWithReader, readText } from '../command-line';
import { createOperationStore } from '../persisted/store';
import { openDesk } from '../policy-cli/desk';
import { openStore } from '../wiring/store';
import type { Desktop } from './commands';
import { runOperationsCommand } from './run';

const SUPERGRAPH = join(__dirname, '..', '..', 'schema', 'contract', 'supergraph.graphql');

/** Who is given tokens in development: `--actors FILE` before the command. */
function actorsIn(args: readonly string[]): {
  readonly actors: string | undefined;
  readonly rest: readonly string[];
} {
  const [option, file, ...rest] = args;
  if (option !== '--actors' || file === undefined) return { actors: undefined, rest: args };
  return { actors: existsSync(file) ? file : undefined, rest };
}

const { actors, rest } = actorsIn(process.argv.slice(2));

const settings = () => {
  const env = createEnvironment(process.env);
  const read = { ...readProcessSettings(env), supergraph: env.text('HUB_SUPERGRAPH') ?? SUPERGRAPH };
  env.check();
  return read;
};

const openGraph: Desktop['openGraph'] = () => {
  const { policy, supergraph } = settings();
  const whole = Supergraph.build(readText(supergraph)).apiSchema().toGraphQLJSSchema();
  if (policy === 'none') return { graph: { whole, readBy: () => whole }, desk: undefined };
  const desk = openDesk({ policy, supergraph, actors }, { readText });
  const audiences = createAudiences(desk.table);
  return { graph: { whole, readBy: (caller) => audiences.readBy(whole, caller) }, desk };
};

const withStore: Desktop['withStore'] = async (work) => {
  const store = await openStore(settings());
  try {
    return await work(createOperationStore(store));
  } finally {
    await store.close();
  }
};

endWithReader();
void runOperationsCommand(rest, {
  now: systemClock.now(),
  readText,
  print: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  openGraph,
  withStore,
}).then((code) => (process.exitCode = code));
