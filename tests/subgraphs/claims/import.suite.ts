import type { SqlStore } from '../../../schema/ports/store';
import { importClaims, subgraph } from '../../../subgraphs/claims';
import { createTestClock, customer, openSubgraph, type SubgraphBench } from '../shared/subgraph-bench';
import { importedClaim } from './claim-rows';

/** Taking claims over from an older tool. */
export function importSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`importing claims on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
    });
    afterAll(() => store.close());

    const count = async (table: string): Promise<number> => {
      const [row] = await store.query<{ n: number }>(`select count(*)::int as n from claims.${table}`);
      return row?.n ?? -1;
    };
    const message = { author: 'BANK', channel: 'EMAIL', text: 'Bonjour' } as const;

    it('takes 1,500 claims with their events and messages in few statements', async () => {
      const event = { type: 'ACKNOWLEDGED', channel: null, actor: 'SYSTEM', reason: null } as const;
      const claims = Array.from({ length: 1500 }, (_, n) => {
        const claim = importedClaim(n + 1, { customerNumber: String(n % 500).padStart(12, '0') });
        return {
          ...claim,
          events: [...claim.events, ...Array.from({ length: 5 }, () => ({ ...event, at: claim.filedAt }))],
          messages: Array.from({ length: 4 }, () => ({ ...message, at: claim.filedAt })),
        };
      });
      let statements = 0;
      const counted: SqlStore = {
        ...store,
        transaction: (work) =>
          store.transaction((session) =>
            work({ query: (text, values) => ((statements += 1), session.query(text, values)) }),
          ),
      };
      expect(await importClaims(counted, claims)).toBe(1500);
      expect(statements).toBeLessThan(50);
      expect([await count('claim'), await count('claim_event'), await count('claim_message'), await count('dated_copy')]).toEqual([
        1500, 9000, 6000, 1500,
      ]); // prettier-ignore
    });

    it('leaves what is already there as it is, with its parts, and takes the rest', async () => {
      const events = await count('claim_event');
      const again = importedClaim(1, {
        description: 'changed',
        messages: [{ ...message, at: '2026-01-01T00:00:00.000Z' }],
      });
      expect(await importClaims(store, [again, importedClaim(1501)])).toBe(1);
      expect(await count('claim_event')).toBe(events + 1);
      expect(await count('claim_message')).toBe(6000);
    });

    it('lets new claims be numbered after the highest', async () => {
      const answer = await bench.ask(
        customer('000000000001'),
        'mutation ($input: FileClaimInput!) { fileClaim(input: $input, idempotencyKey: "import-test") { number } }',
        { input: { product: 'CARD', motive: 'OTHER', description: 'Une réclamation.' } },
      );
      expect(Number((answer.at('fileClaim.number') as string).slice(-7))).toBeGreaterThan(1501);
    });

    it.each([
      [{ status: 'PENDING' }, 'claims[0].status is not a word that the graph knows'],
      [
        {
          events: [
            { at: '2026-01-01T00:00:00Z', type: 'SENT', channel: null, actor: 'SYSTEM', reason: null },
          ],
        },
        'claims[0].events.type is not a word that the graph knows',
      ],
      [
        { messages: [{ ...message, author: 'ROBOT', at: '2026-01-01T00:00:00Z' }] },
        'claims[0].messages.author is not a word that the graph knows',
      ],
    ])('refuses a word that the graph does not know: %j', async (changes, expected) => {
      const before = await count('claim');
      await expect(importClaims(store, [importedClaim(1600, changes)])).rejects.toThrow(expected);
      expect(await count('claim')).toBe(before);
    });

    it('takes an empty list', async () => {
      expect(await importClaims(store, [])).toBe(0);
    });
  });
}
