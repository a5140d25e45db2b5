import type { Transports } from '../../../gateway/execute/fetch';
import type { OperationRun, SubgraphVisit } from '../../../gateway/execute/transport';
import type { GraphRequest } from '../../../subgraphs/shared/graph-request';

/** What one subgraph was asked at a time, and which of the others it waited for. */
export interface Sent {
  readonly subgraph: string;
  readonly requests: readonly GraphRequest[];
  readonly after: readonly number[];
  /** While it is written down. */
  answered: boolean;
}

/** Writes down what the subgraphs are asked for one query, and in what order. */
export function recording(transports: Transports, under: () => Sent[]): Transports {
  const recorded = [...transports].map(([name, transport]) => {
    const open = (run: OperationRun): SubgraphVisit => {
      const visit = transport.open(run);
      return {
        async send(requests) {
          const sent = under();
          const after = sent.flatMap(({ answered }, index) => (answered ? [index] : []));
          const asked = { subgraph: name, requests, after, answered: false };
          sent.push(asked);
          const answers = await visit.send(requests);
          asked.answered = true;
          return answers;
        },
      };
    };
    return [name, { ...transport, open }] as const;
  });
  return new Map(recorded);
}

/** Asks the subgraphs the same again, as soon as what each request waits for is there. @returns their answers. */
export async function resolveFields(
  transports: Transports,
  sent: readonly Sent[],
  run: OperationRun,
): Promise<readonly unknown[]> {
  const visits = new Map<string, SubgraphVisit | undefined>();
  const under: Promise<unknown>[] = [];
  for (const { subgraph, requests, after } of sent) {
    if (!visits.has(subgraph)) visits.set(subgraph, transports.get(subgraph)?.open(run));
    const before = Promise.all(after.map((index): Promise<unknown> => under[index] ?? Promise.resolve()));
    under.push(before.then(() => visits.get(subgraph)?.send(requests)));
  }
  return Promise.all(under);
}
