import type { Caller } from '../../../../schema/kernel/caller';
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

const officer = staff('handler_l2', 'S000001', '00900');
const adviser = staff('handler_l1', 'A000001', '00101');

const TEXTS = [
  ['00101', 'Des frais de découvert ont été prélevés à tort sur mon compte.'],
  ['00101', "PRÉLÈVEMENT inconnu de l'assureur, je demande le remboursement."],
  ['00202', 'Le remboursement promis en mars ne vient pas ; frais de découvert en plus.'],
  ['00202', 'J’ai mal au cœur : la carte a été avalée. Überweisung fehlt.'],
] as const;

/** Claims found by what the claimants wrote. */
export function searchSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`searching on ${name}`, () => {
    let store: SqlStore;
    let bench: SubgraphBench;
    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, createTestClock('2026-02-01T09:00:00Z'));
      await importClaims(
        store,
        TEXTS.map(([branch, description], n) => importedClaim(n + 1, { branch, description })),
      );
    });
    afterAll(() => store.close());

    const ask = (caller: Caller, text: string, first = 10, after?: string) =>
      bench.ask(
        caller,
        `query ($text: String!, $first: Int!, $after: String) {
           searchClaims(text: $text, first: $first, after: $after) { edges { node { number } } pageInfo { hasNextPage endCursor } } }`,
        { text, first, after },
      );
    /** The claims' places in `TEXTS`, from 1. */
    async function found(caller: Caller, text: string): Promise<number[]> {
      const answer = await ask(caller, text);
      expect(answer.errors).toEqual([]);
      return (answer.at('searchClaims.edges.*.node.number') as string[]).map((each) =>
        Number(each.slice(-7)),
      );
    }

    it.each([
      ['frais découvert', [3, 1]],
      ['FRAIS DECOUVERTS', [3, 1]],
      ['prélever', [2, 1]],
      ['prele\u0300vement', [2, 1]],
      ['"remboursement promis"', [3]],
      ['"promis remboursement"', []],
      ['remboursement -frais', [2]],
      ['assureur or carte', [4, 2]],
      ['coeur', [4]],
      ['uberweisung', [4]],
      ['de la', []],
      ["'); drop table claims.claim; --", []],
      ['<b>& | ! :* (', []],
    ])('finds what %s is in, newest first', async (text, places) => {
      expect(await found(officer, text)).toEqual(places);
    });

    it('finds nothing that the caller may not know of', async () => {
      expect(await found(adviser, 'frais')).toEqual([1]);
      expect(await found(customer('000000000002'), 'frais')).toEqual([]);
      expect(await found(customer('000000000001'), 'frais')).toEqual([3, 1]);
    });

    it('reads page by page', async () => {
      const first = await ask(officer, 'frais or carte', 2);
      expect(first.at('searchClaims.edges.*.node.number')).toEqual(['RC-2026-0000004', 'RC-2026-0000003']);
      const cursor = first.at('searchClaims.pageInfo.endCursor') as string;
      const second = await ask(officer, 'frais or carte', 2, cursor);
      expect(second.at('searchClaims.edges.*.node.number')).toEqual(['RC-2026-0000001']);
      expect(second.at('searchClaims.pageInfo.hasNextPage')).toBe(false);
    });

    it('asks for a text, of a length that people type', async () => {
      expect((await ask(officer, '  ')).errors).toEqual(['searchClaims BAD_USER_INPUT']);
      expect((await ask(officer, 'x'.repeat(201))).errors).toEqual(['searchClaims BAD_USER_INPUT']);
    });

    it('forgets words with the text', async () => {
      await store.query("update claims.claim set description = 'x' where number = 'RC-2026-0000004'");
      expect(await found(officer, 'carte')).toEqual([]);
    });
  });
}
