import type { Caller, TokenMandate } from '../../../schema/kernel/caller';
import { rowFilter } from '../../../schema/policy/row';
import type { SqlStore } from '../../../schema/ports/store';
import { importClaims, subgraph } from '../../../subgraphs/claims';
import { createClaimLists } from '../../../subgraphs/claims/claim-list.source';
import { openTestStore } from '../../harness/test-store';
import { callerWith, smallPolicy } from '../../policy/small-policy';
import { createTestClock, openSubgraph } from '../shared/subgraph-bench';
import { importedClaim } from './claim-rows';

const POLICY = smallPolicy({
  rows: `
  - { id: A, roles: ["partner:*"], types: [Claim], when: "relation in [mandated_partner]", because: "A mandate." }`,
});
const [ada, ben] = ['000000000001', '000000000002'] as const;
const number = (n: number): string => `RC-2026-${String(n).padStart(7, '0')}`;
let store: SqlStore;

beforeAll(async () => {
  store = await openTestStore();
  await openSubgraph(subgraph, store, createTestClock('2026-11-20T09:30:00Z'));
  await importClaims(store, [
    ...[1, 2].map((n) => importedClaim(n)),
    ...[3, 4].map((n) => importedClaim(n, { customerNumber: ben })),
  ]);
  await store.query(
    `insert into claims.mandate (client_id, customer_number, claim_number, starts_at, ends_at) values
       ('app', $1, null, '2020-01-01Z', null), ('app', $2, $3, '2020-01-01Z', null),
       ('old-app', $1, null, '2020-01-01Z', '2020-01-02Z')`,
    [ada, ben, number(4)],
  );
});
afterAll(() => store.close());

async function seenBy(clientId: string, mandates: readonly TokenMandate[]): Promise<readonly string[]> {
  const caller: Caller = { ...callerWith({ roles: ['partner:one'] }), clientId, mandates };
  const lists = createClaimLists(
    {
      query: (_keys, text, values) => store.query(text, values),
      transaction: () => Promise.reject(new Error('a list writes nothing')),
    },
    rowFilter(POLICY, 'Claim', caller),
    'c.number, c.seq, c.filed_at',
  );
  const request = { first: 10, cursorOf: () => '' };
  const [page, ofBen] = [await lists.page(request, {}), await lists.of('customer', ben, request)];
  const numbers = page.map((row) => row.number).sort();
  expect(ofBen.map((row) => row.number)).toEqual(numbers.filter((each) => each > number(2)));
  return numbers;
}

describe('a list of claims, to a partner', () => {
  it('holds what a mandate covers that both the token and the bank’s records tell of', async () => {
    expect(await seenBy('app', [{ customerNumber: ada }, { customerNumber: ben }])).toEqual([
      ...[number(1), number(2)],
      number(4),
    ]);
    expect(await seenBy('app', [{ customerNumber: ada, claimNumber: number(2) }])).toEqual([number(2)]);
  });

  it.each([
    ['another application’s', 'another-app', [{ customerNumber: ada }]],
    ['a mandate that has ended', 'old-app', [{ customerNumber: ada }]],
    ['a mandate for another claim', 'app', [{ customerNumber: ben, claimNumber: number(3) }]],
    ['a token without one', 'app', []],
  ])('holds nothing by %s', async (_, clientId, mandates) => {
    expect(await seenBy(clientId, mandates)).toEqual([]);
  });
});
