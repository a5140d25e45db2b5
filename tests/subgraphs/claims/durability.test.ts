import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPgliteStore } from '../../../adapters/postgres';
import { systemClock } from '../../../schema/kernel/clock';
import { subgraph } from '../../../subgraphs/claims';
import { emptyStoreFolder } from '../../../mocks/empty-database';
import { customer, openSubgraph } from '../shared/subgraph-bench';

describe('a claim that was acknowledged to its sender', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'claims-durability-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is there after the process was killed at that moment, whole, and the next number is another', async () => {
    const dir = join(folder, 'store');
    await emptyStoreFolder(dir);
    const numbers: string[] = [];
    for (const claims of [1, 5]) {
      const child = fork(join(__dirname, 'filing-child.ts'), [dir], {
        execArgv: ['--import', 'tsx'],
        env: { ...process.env, NODE_OPTIONS: '' },
        silent: true,
      });
      try {
        let told = 0;
        for await (const [message] of on(child, 'message', { close: ['exit'] })) {
          const { number, errors } = message as { number: string; errors: string[] };
          expect(errors).toEqual([]);
          numbers.push(number);
          told += 1;
          if (told === claims) break;
        }
        expect(told).toBe(claims);
      } finally {
        const running = child.exitCode === null;
        child.kill('SIGKILL');
        if (running) await once(child, 'exit');
      }
    }
    const store = await createPgliteStore({ dir });
    try {
      const bench = await openSubgraph(subgraph, store, systemClock);
      for (const number of numbers) {
        const answer = await bench.ask(
          customer('000000000001'),
          'query ($number: String!) { claimByNumber(number: $number) { number timeline { type } datedCopy { sha256 } } }',
          { number },
        );
        expect(answer.at('claimByNumber')).toEqual({
          number,
          timeline: [{ type: 'FILED' }],
          datedCopy: { sha256: expect.any(String) as unknown },
        });
      }
      // The second process asked with keys that the first had used: it was told the first one's numbers.
      expect(numbers[1]).toBe(numbers[0]);
      expect(new Set(numbers).size).toBe(5);
      const halves = await store.query(
        `select 1 from claims.claim c full join claims.dated_copy d on d.claim_seq = c.seq
          where c.seq is null or d.claim_seq is null
             or not exists (select 1 from claims.claim_event e where e.claim_seq = c.seq)`,
      );
      expect(halves).toEqual([]);
    } finally {
      await store.close();
    }
  });
});
