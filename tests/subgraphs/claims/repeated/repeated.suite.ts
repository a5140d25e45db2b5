import type { SqlStore } from '../../../../schema/ports/store';
import { importClaims, subgraph } from '../../../../subgraphs/claims';
import {
  createTestClock,
  customer,
  openSubgraph,
  staff,
  type SubgraphBench,
} from '../../shared/subgraph-bench';
import { importedClaim } from '../claim-rows';

const FILE = `mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) {
  claim { id } similar { number } } }`;

/** Claims of the same matter are found on filing, and offered for merging. */
export function repeatedSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`repeated claims on ${name}`, () => {
    const clock = createTestClock('2026-04-01T09:30:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    let keys = 0;
    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
      const other = { operationReference: 'M000000000000002', disputedAmountCents: 990 };
      await importClaims(store, [
        importedClaim(1, { customerNumber: '000000000009' }),
        importedClaim(2, { filedAt: '2025-12-31T00:00:00Z', number: 'RC-2025-0000002' }),
        importedClaim(3, { ...other, filedAt: '2026-03-01T00:00:00Z' }),
        importedClaim(4, { ...other, filedAt: '2026-03-02T00:00:00Z', operationReference: null }),
        importedClaim(5, {
          ...other,
          filedAt: '2026-03-03T00:00:00Z',
          operationReference: null,
          motive: 'OTHER',
        }),
        importedClaim(6, { ...other, filedAt: '2026-03-04T00:00:00Z', status: 'MERGED' }),
        importedClaim(7, {
          filedAt: '2026-03-05T00:00:00Z',
          operationReference: null,
          disputedAmountCents: null,
        }),
      ]);
    });
    afterAll(() => store.close());
    const file = (input: object) =>
      bench.ask(customer('000000000001'), FILE, {
        input: { product: 'CARD', motive: 'UNAUTHORISED_OPERATION', description: 'Encore.', ...input },
        key: `repeated-key-${(keys += 1)}`,
      });
    const operationId = (reference: string): string => bench.ids.seal('opr', reference);
    const account = () => bench.ids.seal('acc', '00000000001');

    it('about the same operation, or the same account, motive and amount, are offered on filing, newest first', async () => {
      const answer = await file({
        operationId: operationId('M000000000000002'),
        accountId: account(),
        disputedAmount: '9.90 EUR',
      });
      expect(answer.errors).toEqual([]);
      expect(answer.at('fileClaim.similar.*.number')).toEqual(['RC-2026-0000004', 'RC-2026-0000003']);
      const seen = await bench.ask(
        staff('handler_l2', 'S000001', '00900'),
        'query ($id: ID!) { claim(id: $id) { possibleDuplicates { number } } }',
        { id: answer.at('fileClaim.claim.id') },
      );
      expect(seen.at('claim.possibleDuplicates.*.number')).toEqual(['RC-2026-0000004', 'RC-2026-0000003']);
    });

    it('of other customers, from before ninety days, and without anything in common are not', async () => {
      const far = await file({ operationId: operationId('M000000000000001') });
      expect(far.at('fileClaim.similar')).toEqual([]);
      const nothing = await file({});
      expect(nothing.at('fileClaim.similar')).toEqual([]);
    });

    it('are asked for in one statement for a whole page', async () => {
      const answer = await bench.ask(
        customer('000000000001'),
        '{ claims(first: 5) { edges { node { possibleDuplicates { number } } } } }',
      );
      expect(answer.errors).toEqual([]);
      expect(answer.store?.calls).toBeLessThanOrEqual(3);
    });
  });
}
