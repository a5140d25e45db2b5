import { parentPort, workerData } from 'node:worker_threads';
import { Supergraph } from '@apollo/federation-internals';
import { GraphQLError } from 'graphql';
import { createLocalPlanner } from './local';
import type { FromThread } from './supervised';

/** The thread that makes plans: one after the other, each in answer to a text. It tells when it is ready. */
function main(): void {
  const tell = (message: FromThread): void => parentPort?.postMessage(message);
  const planner = createLocalPlanner(Supergraph.build(workerData as string));
  parentPort?.on('message', (text: string) => {
    planner.plan(text).then(
      // As text: of all that a plan refers to, only what can be written goes over.
      (node) => tell({ plan: JSON.stringify(node ?? null, withoutDocument) }),
      (error: unknown) =>
        tell(error instanceof GraphQLError ? { refused: error.message } : { failed: String(error) }),
    );
  });
  tell({ ready: true });
}

/** The parsed form of a fetch's text is of no use to the executor. */
const withoutDocument = (key: string, value: unknown): unknown =>
  key === 'operationDocumentNode' ? undefined : value;

main();
