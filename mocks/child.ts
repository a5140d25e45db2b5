import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** `.ts` from source, `.js` once compiled. */
const extension = extname(__filename);

/** A process that the launcher started. */
export interface Child {
  readonly name: string;
  /** The first message that it sends; rejects where it ends before. */
  readonly message: Promise<unknown>;
  /** Resolves with a few words on how it ended, e.g. `exit code 1`. */
  readonly ended: Promise<string>;
  /** It is ready: from now on its errors are shown as they come, and what it said while starting is forgotten. */
  settled(): void;
  /** Asks it to stop and waits; after ten seconds it is killed. */
  stop(): Promise<void>;
}

/** What a process is started with. */
export interface ChildOptions {
  /** What the launcher calls it when it speaks of it. */
  readonly name: string;
  /** Its file from the repository's root, without an extension, e.g. `mocks/server`. */
  readonly module: string;
  readonly args?: readonly string[];
  readonly variables: NodeJS.ProcessEnv;
}

const KILL_AFTER_MS = 10_000;

/**
 * Starts a process of our own. It is a leader of its own group, so that a Ctrl-C reaches the launcher alone, which then
 * stops everyone in order; it ends when the launcher does.
 */
export function startChild({ name, module, args = [], variables }: ChildOptions): Child {
  const child = fork(join(__dirname, '..', `${module}${extension}`), args, {
    env: variables,
    execArgv: [...process.execArgv, '--import', pathToFileURL(join(__dirname, `attached${extension}`)).href],
    detached: true,
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let starting: Buffer[] | undefined = [];
  child.stderr?.on(
    'data',
    (text: Buffer) => void (starting ? starting.push(text) : process.stderr.write(text)),
  );
  const ended = endOf(child).finally(() => {
    if (starting) process.stderr.write(Buffer.concat(starting));
  });
  const message = Promise.race([
    once(child, 'message').then(([sent]) => sent as unknown),
    ended.then((how) => {
      throw new Error(`${name} could not be started (${how}).`);
    }),
  ]);
  message.catch(() => undefined); // Not everyone waits for it.
  return {
    name,
    message,
    ended,
    settled: () => void (starting = undefined),
    async stop() {
      starting = undefined;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code ?? 0}`));
  });
}
