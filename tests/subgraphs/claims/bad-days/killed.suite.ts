import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '../../../../schema/kernel/clock';
import type { SqlStore } from '../../../../schema/ports/store';
import { subgraph } from '../../../../subgraphs/claims';
import { customer, openSubgraph } from '../../shared/subgraph-bench';

/** What a process that was not killed told, and how a process ended. */
interface Ended {
  readonly told?: { readonly number: string; readonly errors: string[] };
  readonly draftId: string;
  readonly signal: NodeJS.Signals | null;
}

/** More points than filing has: the walk must end before. */
const MOST_POINTS = 20;

async function run(place: string, n: number): Promise<Ended> {
  const child = fork(join(__dirname, 'dying-child.ts'), [place, String(n)], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_OPTIONS: '' },
    silent: true,
  });
  let told: Ended['told'];
  let draftId = '';
  child.on('message', (message: object) => {
    if ('draftId' in message) draftId = String(message.draftId);
    else told = message as Ended['told'];
  });
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return { ...(told ? { told } : {}), draftId, signal };
}

/** @param open gives a place that outlives processes, and a store on it once they are gone. */
export function killedSuite(
  name: string,
  open: () => Promise<{ readonly place: string; store(): Promise<SqlStore>; drop(): Promise<void> }>,
): void {
  describe(`a process killed while it files a claim, on ${name}`, () => {
    it('leaves everything or nothing, whichever statement was next, and the same key goes on from there', async () => {
      const { place, store: openStore, drop } = await open();
      const drafts: string[] = [];
      let points = 0;
      for (let n = 1; n <= MOST_POINTS && points === 0; n += 1) {
        const { told, draftId, signal } = await run(place, n);
        drafts.push(draftId);
        if (told) {
          expect(told).toEqual({ number: expect.stringMatching(/^RC-/) as unknown, errors: [] });
          points = n - 1;
        } else expect(signal).toBe('SIGKILL');
      }
      expect(points).toBeGreaterThanOrEqual(5);
      const store = await openStore();
      try {
        const halves = await store.query(
          `select 1 from claims.claim c full join claims.dated_copy d on d.claim_seq = c.seq
            where c.seq is null or d.claim_seq is null
               or not exists (select 1 from claims.claim_event e where e.claim_seq = c.seq)`,
        );
        expect(halves).toEqual([]);
        // Of each round there is the draft or the claim: never both, never neither.
        const rounds = await store.query<{ round: string; drafts: number; claims: number }>(
          `select 'round ' || n as round,
                  (select count(*)::int from claims.draft d where d.content ->> 'description' = 'round ' || n) as drafts,
                  (select count(*)::int from claims.claim c where c.description = 'round ' || n) as claims
             from generate_series(1, $1::int) n`,
          [points + 1],
        );
        expect(rounds.filter(({ drafts, claims }) => drafts + claims !== 1)).toEqual([]);
        expect(rounds.filter(({ claims }) => claims === 1)).toHaveLength(2); // Killed after the commit, and not killed.
        const bench = await openSubgraph(subgraph, store, systemClock);
        const numbers = new Set<unknown>();
        for (let n = 1; n <= points + 1; n += 1) {
          const answer = await bench.ask(
            customer('000000000001'),
            'mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) { number } }',
            {
              input: {
                ...{ product: 'CARD', motive: 'OTHER', description: `round ${n}` },
                draftId: drafts[n - 1],
              },
              key: `filing-of-round-${n}`,
            },
          );
          expect(answer.errors).toEqual([]);
          numbers.add(answer.at('fileClaim.number'));
        }
        expect(numbers.size).toBe(points + 1);
        const [left] = await store.query<{ claims: number; drafts: number }>(
          'select (select count(*)::int from claims.claim) as claims, (select count(*)::int from claims.draft) as drafts',
        );
        expect(left).toEqual({ claims: points + 1, drafts: 0 });
      } finally {
        await store.close();
        await drop();
      }
    }, 600_000);
  });
}
