import { startMockServer } from './mock-server';
import { readMockSettings } from './settings';

/** Runs the imitated systems until told to stop; says in one JSON line, and to its parent, where they are. */
async function main(): Promise<void> {
  const server = await startMockServer(readMockSettings(process.env));
  const stop = (): void => {
    void server.close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  if (process.send) {
    // A parent runs the show: it outlives a Ctrl-C to drain, and when it is gone so are we.
    process.on('SIGINT', () => undefined);
    process.once('disconnect', stop);
    process.send({ ready: true, variables: server.variables });
  } else {
    process.once('SIGINT', stop);
    process.stdout.write(`${JSON.stringify({ ready: true, variables: server.variables })}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`mocks: ${error instanceof Error ? error.message : 'could not start'}\n`);
  process.exit(1);
});
