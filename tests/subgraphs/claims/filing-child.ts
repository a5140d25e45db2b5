import { createPgliteStore } from '../../../adapters/postgres';
import { systemClock } from '../../../schema/kernel/clock';
import { subgraph } from '../../../subgraphs/claims';
import { customer, openSubgraph } from '../shared/subgraph-bench';

/** Run as a process of its own: files claims into the folder named by its argument until it is killed, telling each number. */
async function fileForEver(dir: string): Promise<void> {
  const store = await createPgliteStore({ dir });
  const bench = await openSubgraph(subgraph, store, systemClock);
  for (let n = 1; ; n += 1) {
    const answer = await bench.ask(
      customer('000000000001'),
      'mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) { number } }',
      { input: { product: 'CARD', motive: 'OTHER', description: `claim ${n}` }, key: `attempt-${n}` },
    );
    process.send?.({ number: answer.at('fileClaim.number'), errors: answer.errors });
  }
}

void fileForEver(process.argv[2] ?? '');
