import { createPgliteStore, createPgStore } from '../../../../adapters/postgres';
import { systemClock } from '../../../../schema/kernel/clock';
import { subgraph } from '../../../../subgraphs/claims';
import { customer, openSubgraph } from '../../shared/subgraph-bench';
import { dyingStore } from './dying-store';
import { PATIENT_STORE } from '../../../harness/patience-ms';

/**
 * Run as a process of its own: saves a draft and files it as a claim, with the keys of its round, and is killed before the
 * n-th statement of filing. It tells the draft's key first and, unless it is killed, what it did.
 */
async function fileAndDie(place: string, n: number): Promise<void> {
  const store = place.startsWith('postgres')
    ? createPgStore({ ...PATIENT_STORE, url: place })
    : await createPgliteStore({ dir: place });
  const ada = customer('000000000001');
  const safe = await openSubgraph(subgraph, store, systemClock);
  const draft = await safe.ask(
    ada,
    'mutation ($input: ClaimDraftInput!, $key: String!) { saveClaimDraft(input: $input, idempotencyKey: $key) { draft { id } } }',
    { input: { description: `round ${n}` }, key: `draft-of-round-${n}` },
  );
  const draftId = draft.at('saveClaimDraft.draft.id') as string;
  await new Promise((sent) => process.send?.({ draftId }, sent));
  const bench = await openSubgraph(
    subgraph,
    dyingStore(store, n, () => {
      process.kill(process.pid, 'SIGKILL');
      for (;;); // Until the signal is there.
    }),
    systemClock,
  );
  const answer = await bench.ask(
    ada,
    'mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) { number } }',
    {
      input: {
        product: 'CARD',
        motive: 'OTHER',
        description: `round ${n}`,
        draftId,
      },
      key: `filing-of-round-${n}`,
    },
  );
  process.send?.({ number: answer.at('fileClaim.number'), errors: answer.errors });
  await store.close();
}

void fileAndDie(process.argv[2] ?? '', Number(process.argv[3]));
