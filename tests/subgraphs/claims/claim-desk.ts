import type { Caller } from '../../../schema/kernel/caller';
import type { SqlStore } from '../../../schema/ports/store';
import { importClaims, type ImportedClaim } from '../../../subgraphs/claims';
import { type Answer, staff, type SubgraphBench } from '../shared/subgraph-bench';
import { importedClaim } from './claim-rows';

export const adviser = staff('handler_l1', 'A000001', '00101');
export const officer = staff('handler_l2', 'S000001', '00900');
export const secondOfficer = staff('handler_l2', 'S000002', '00900');
export const head = staff('supervisor', 'H000001', '00101');

/** A claim that staff change one step after the other: each knows the version that the one before left. */
export interface Desk {
  readonly number: string;
  readonly id: string;
  /** @param args besides `input`, e.g. `answer: { outcome: UPHELD, body: "…" }`. @param version the present one unless said. */
  does(
    caller: Caller,
    mutation: string,
    args?: string,
    more?: { readonly version?: number; readonly key?: string },
  ): Promise<Answer>;
  /** @param fields of the claim, as a caller sees it. */
  sees(caller: Caller, fields: string): Promise<Answer>;
  /** The opaque keys of its points. */
  points(): Promise<readonly string[]>;
}

let count = 0;

/** A new claim, taken up by an adviser. */
export async function openDesk(
  bench: SubgraphBench,
  store: SqlStore,
  changes: Partial<ImportedClaim> = {},
): Promise<Desk> {
  count += 1;
  const claim = importedClaim(count, {
    number: `RC-2024-${8_000_000 + count}`,
    operationReference: `M${String(count).padStart(15, '9')}`,
    ...changes,
  });
  await importClaims(store, [claim]);
  const id = bench.ids.seal('clm', claim.number);
  const desk: Desk = {
    ...{ number: claim.number, id },
    async does(caller, mutation, args = '', more = {}) {
      const [row] = await store.query<{ version: number }>(
        'select version from claims.claim where number = $1',
        [claim.number],
      );
      const { version = row?.version ?? 0, key = `desk-${String((count += 1)).padStart(6, '0')}` } = more;
      return bench.ask(
        caller,
        `mutation ($input: ChangeClaimInput!) { ${mutation}(input: $input ${args}) {
           result claim { status outcome version answerDraft { state text missingNotices reviewRules } } } }`,
        { input: { claimId: id, version, idempotencyKey: key } },
      );
    },
    sees: (caller, fields) => bench.ask(caller, `query ($id: ID!) { claim(id: $id) { ${fields} } }`, { id }),
    async points() {
      return (await desk.sees(officer, 'points { id }')).at('claim.points.*.id') as string[];
    },
  };
  await desk.does(adviser, 'startClaim').catch(() => undefined);
  return desk;
}
