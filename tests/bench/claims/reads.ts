import type { RowFilter } from '../../../schema/policy/row';
import type { MeteredStore } from '../../../subgraphs/shared/metered-store';
import type { PageRequest } from '../../../subgraphs/shared/connection';
import { wantsAll } from '../../../subgraphs/shared/projection/wanted';
import { createClaimLists } from '../../../subgraphs/claims/claim-list.source';
import { Queue } from '../../../subgraphs/claims/claim.enum';
import { claimColumns } from '../../../subgraphs/claims/claim.record';
import { createClaimsSource } from '../../../subgraphs/claims/claims.source';
import type { ClaimsContext } from '../../../subgraphs/claims/context';
import { createClaimSearch } from '../../../subgraphs/claims/search/search.source';
import { StatsResolver } from '../../../subgraphs/claims/steering/stats.resolver';
import { ClaimStatsBy } from '../../../subgraphs/claims/steering/stats.type';
import { createSteeringSource } from '../../../subgraphs/claims/steering/steering.source';
import { createWorkQueues } from '../../../subgraphs/claims/work-queue/work-queue.source';
import { customersOf } from './load';
import { NOUNS, SHOPS } from './words';

/** One kind of read, as the resolvers do it for one operation. */
export interface Read {
  readonly name: string;
  /** How many times a read by primary key it may take. */
  readonly limit: number;
  /** @param n which one of its kind; the same n reads the same. */
  ask(store: MeteredStore, n: number): Promise<unknown>;
}

const COLUMNS = claimColumns(wantsAll);
const PAGE: PageRequest = { first: 20, cursorOf: () => '' };
const OFFICER: RowFilter = { all: true };
const QUEUES = Object.values(Queue);

/** As the hash of a number: far from its neighbours'. */
const draw = (n: number, below: number): number =>
  Math.floor((((n + 1) * 0.618_033_988_749_895) % 1) * below);
/** Branches are 0 to 199; five advisers each. */
const adviserOf = (branch: number): RowFilter => ({
  handler: `A${String(branch * 5 + 1).padStart(6, '0')}`,
  branch: String(branch).padStart(5, '0'),
});
const staffOf = (n: number): RowFilter => (n % 2 === 0 ? OFFICER : adviserOf(draw(n, 200)));
const noun = (n: number): string => NOUNS[draw(n, NOUNS.length)] ?? '';

const searching = (name: string, text: (n: number) => string): Read => ({
  name: `full-text search: ${name}`,
  limit: 20,
  ask: (store, n) => createClaimSearch(store, staffOf(n), COLUMNS).page(text(n), PAGE),
});

/** @param claims how many there are. */
export const readsOf = (claims: number): readonly Read[] => [
  {
    name: 'work queue, a page',
    limit: 20,
    ask: (store, n) =>
      createWorkQueues(store, staffOf(n), COLUMNS).page(QUEUES[n % QUEUES.length] ?? Queue.CARDS, PAGE),
  },
  {
    name: "a customer's claims",
    limit: 20,
    ask: (store, n) =>
      createClaimLists(store, OFFICER, COLUMNS).of(
        'customer',
        String(draw(n, customersOf(claims))).padStart(12, '0'),
        PAGE,
      ),
  },
  {
    name: 'a claim by number',
    limit: 20,
    async ask(store, n) {
      const seq = 1 + draw(n, claims);
      const year = seq > claims * 0.56 ? 2026 : seq > claims * 0.057 ? 2025 : 2024;
      return createClaimsSource(store, wantsAll).byNumber(`RC-${year}-${String(seq).padStart(9, '0')}`);
    },
  },
  searching('one word, frequent or not', noun),
  searching('two words', (n) => `${noun(n)} ${noun(n + 7)}`),
  searching('a rare name', (n) => `magasin${draw(n, SHOPS)}`),
  {
    name: 'claimStats of a year',
    limit: 100,
    ask: (store, n) =>
      new StatsResolver().claimStats('2026', Object.values(ClaimStatsBy)[n % 4] ?? ClaimStatsBy.TOTAL, {
        steering: createSteeringSource(store),
      } as ClaimsContext),
  },
];

/** What every other read is compared with. */
export const byPrimaryKey =
  (claims: number): Read['ask'] =>
  (store, n) =>
    store.query(1, 'select c.number from claims.claim c where c.seq = $1::bigint', [1 + draw(n, claims)]);
