import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** A program of ours in a process of its own, as a person would start it. */
export interface Running {
  readonly process: ChildProcess;
  /** What it wrote so far, on either stream. */
  output(): string;
  /** Resolves when the text appears in its output; rejects when it ends before, or after `withinMs`: it hangs. */
  says(text: string, withinMs?: number): Promise<void>;
  /** Sends a signal and waits for the end; `SIGKILL` gives it no chance to tidy up. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** No start takes as long. */
const HANGS_MS = 540_000;

/** @param file from the repository's root, e.g. `mocks/start.ts`. */
export function run(file: string, args: readonly string[], variables: NodeJS.ProcessEnv): Running {
  const { NODE_OPTIONS: _ofJest, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: ROOT,
    env: { ...inherited, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const ended = once(child, 'exit');
  return {
    process: child,
    output: () => output,
    says: (text, withinMs = HANGS_MS) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!output.includes(text)) return;
          clearTimeout(timer);
          resolve();
        };
        const fail = (why: string): void =>
          reject(new Error(`${file} ${why} before saying "${text}":\n${output}`));
        const timer = setTimeout(() => fail(`took ${withinMs} ms`), withinMs);
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.once('exit', () => {
          clearTimeout(timer);
          fail('ended');
        });
        look();
      }),
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}

/** Runs a program to its end. @returns its two streams and exit code. */
export async function runToEnd(
  file: string,
  args: readonly string[],
  variables: NodeJS.ProcessEnv,
): Promise<{ stdout: string; stderr: string; code: number | null }> {
  const { NODE_OPTIONS: _ofJest, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: ROOT,
    env: { ...inherited, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  return { stdout, stderr, code };
}

/** @returns ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const { port } = server.address() as AddressInfo;
      server.close();
      await once(server, 'close');
      return port;
    }),
  );
}
