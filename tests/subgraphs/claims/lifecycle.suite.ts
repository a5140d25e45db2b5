import type { Caller } from '../../../schema/kernel/caller';
import type { SqlStore } from '../../../schema/ports/store';
import { importClaims, subgraph } from '../../../subgraphs/claims';
import type { ClaimLevel, Outcome } from '../../../subgraphs/claims/claim.enum';
import { rebuilt } from '../../../subgraphs/claims/lifecycle/state';
import { loadLifeCycle } from '../../../subgraphs/claims/lifecycle/table';
import type { Actor, ClaimEventType } from '../../../subgraphs/claims/timeline.enum';
import { join } from 'node:path';
import { readLines } from '../../../mocks/soap/data';
import type { ClaimRecord } from '../../../mocks/world/shapes';
import { createTestClock, customer, openSubgraph, staff, type SubgraphBench } from '../shared/subgraph-bench';
import { importedClaim } from './claim-rows';

const ada = customer('000000000001');
const adviser = staff('handler_l1', 'A000001', '00101');
const other = staff('handler_l1', 'A000002', '00101');
const officer = staff('handler_l2', 'S000001', '00900');

/** A claim's life: what may happen to it, to whom it is left, and that its state follows from its timeline. */
export function lifeCycleSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`a claim’s life on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00.250Z');
    const table = loadLifeCycle();
    let store: SqlStore;
    let bench: SubgraphBench;
    let count = 0;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
    });
    afterAll(() => store.close());

    /** A new claim. @returns its number. */
    async function filed(changes: Parameters<typeof importedClaim>[1] = {}): Promise<string> {
      count += 1;
      // Beside the demo world's numbers.
      const claim = importedClaim(count, { number: `RC-2024-${9_000_000 + count}`, ...changes });
      await importClaims(store, [claim]);
      return claim.number;
    }
    const id = (number: string): string => bench.ids.seal('clm', number);
    const nextKey = (): string => `life-${String((count += 1)).padStart(6, '0')}`;

    function change(
      caller: Caller,
      mutation: string,
      number: string,
      version: number,
      more: {
        readonly text?: string;
        readonly reason?: string;
        readonly into?: string;
        readonly key?: string;
      } = {},
    ) {
      const { text, reason, into, key = nextKey() } = more;
      const given = [
        ...(text === undefined ? [] : ['text: $text']),
        ...(reason === undefined ? [] : ['reason: $reason']),
        ...(into === undefined ? [] : ['intoId: $into']),
      ];
      return bench.ask(
        caller,
        `mutation ($input: ChangeClaimInput!${text === undefined ? '' : ', $text: String!'}${
          reason === undefined ? '' : ', $reason: String!'
        }${into === undefined ? '' : ', $into: ID!'}) {
          ${mutation}(${['input: $input', ...given].join(', ')}) {
            result claim { number status level version outcome closedAt handledBy timeline { type actor reason } } } }`,
        {
          input: { claimId: id(number), version, idempotencyKey: key },
          ...(text === undefined ? {} : { text }),
          ...(reason === undefined ? {} : { reason }),
          ...(into === undefined ? {} : { into: id(into) }),
        },
      );
    }

    async function stateOf(number: string) {
      const events = await store.query<{
        type: ClaimEventType;
        actor: Actor;
        at: string;
        outcome: Outcome | null;
        level: ClaimLevel | null;
      }>(
        `select e.type, e.actor, e.at, e.outcome, e.level from claims.claim_event e join claims.claim c on c.seq = e.claim_seq
          where c.number = $1 order by e.at, e.seq`,
        [number],
      );
      const [kept] = await store.query<object>(
        'select status, level, outcome, closed_at as "closedAt" from claims.claim where number = $1',
        [number],
      );
      return { kept, rebuilt: rebuilt(table, events) };
    }

    it('goes through every step from filing to closing, each with its event, and whoever starts it has it', async () => {
      const number = await filed();
      const steps: [Caller, string, string, object?][] = [
        [adviser, 'acknowledgeClaim', 'ACKNOWLEDGED'],
        [adviser, 'startClaim', 'IN_PROGRESS'],
        [adviser, 'requestInformation', 'WAITING_CUSTOMER', { text: 'Merci de nous envoyer le relevé.' }],
        [adviser, 'recordInformation', 'IN_PROGRESS'],
        [adviser, 'askThirdParty', 'WAITING_THIRD_PARTY'],
        [adviser, 'recordThirdPartyAnswer', 'IN_PROGRESS'],
        [adviser, 'escalateClaim', 'IN_PROGRESS'],
        [officer, 'requalifyClaim', 'REQUALIFIED', { reason: 'SERVICE_REQUEST' }],
      ];
      for (const [index, [caller, mutation, status, more]] of steps.entries()) {
        clock.set(new Date(Date.UTC(2026, 10, 20, 10, index)).toISOString());
        const answer = await change(caller, mutation, number, index + 1, more);
        expect(answer.errors).toEqual([]);
        expect(answer.at(`${mutation}.result`)).toBe('CHANGED');
        expect(answer.at(`${mutation}.claim.status`)).toBe(status);
        expect(answer.at(`${mutation}.claim.version`)).toBe(index + 2);
        if (mutation === 'startClaim') expect(answer.at('startClaim.claim.handledBy')).toBe('A000001');
        if (mutation === 'escalateClaim') {
          expect(answer.at('escalateClaim.claim')).toMatchObject({
            level: 'COMPLAINTS_SERVICE',
            handledBy: null,
          });
        }
      }
      const { kept, rebuilt: again } = await stateOf(number);
      expect(kept).toMatchObject({ status: 'REQUALIFIED', closedAt: '2026-11-20T10:07:00.000Z' });
      expect(again).toEqual(kept);
    });

    it('tells the second of two advisers that the claim has changed, with the newer claim, and writes nothing', async () => {
      const number = await filed();
      const [first, second] = await Promise.all([
        change(adviser, 'startClaim', number, 1),
        change(other, 'startClaim', number, 1),
      ]);
      const results = [first.at('startClaim.result'), second.at('startClaim.result')].sort();
      expect(results).toEqual(['CHANGED', 'VERSION_CONFLICT']);
      for (const answer of [first, second]) {
        expect(answer.at('startClaim.claim')).toMatchObject({ status: 'IN_PROGRESS', version: 2 });
      }
      const { kept, rebuilt: again } = await stateOf(number);
      expect(again).toEqual(kept);
    });

    it.each([
      [ada, 'ADVISER', undefined],
      [officer, 'COMPLAINTS_SERVICE', '000000000001'],
    ] as const)('follows from the timeline from the filing on', async (caller, level, concerned) => {
      const customerId = concerned === undefined ? {} : { customerId: bench.ids.seal('cus', concerned) };
      const answer = await bench.ask(
        caller,
        'mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) { number } }',
        {
          input: { product: 'PRICING', motive: 'FEES_CONTESTED', description: 'Trop cher.', ...customerId },
          key: nextKey(),
        },
      );
      expect(answer.errors).toEqual([]);
      const { kept, rebuilt: again } = await stateOf(answer.at('fileClaim.number') as string);
      expect(kept).toMatchObject({ status: 'FILED', level });
      expect(again).toEqual(kept);
    });

    it('happens once per key, whoever asks again', async () => {
      const number = await filed();
      const first = await change(adviser, 'acknowledgeClaim', number, 1, { key: 'the-same-key' });
      const again = await change(adviser, 'acknowledgeClaim', number, 1, { key: 'the-same-key' });
      expect(again.data).toEqual(first.data);
      expect(again.at('acknowledgeClaim.claim.version')).toBe(2);
      const another = await change(adviser, 'acknowledgeClaim', number, 2, { key: 'the-same-key' });
      expect(another.errors).toEqual(['acknowledgeClaim IDEMPOTENCY_KEY_REUSED']);
    });

    it.each([
      ['closeClaim', adviser, 'INVALID_STATE'],
      ['reopenClaim', ada, 'INVALID_STATE'],
      ['recordThirdPartyAnswer', adviser, 'INVALID_STATE'],
      ['acknowledgeClaim', ada, 'OPERATION_ACCESS_DENIED'],
      ['startClaim', ada, 'OPERATION_ACCESS_DENIED'],
      ['withdrawClaim', adviser, 'OPERATION_ACCESS_DENIED'],
      ['startClaim', customer('000000000002'), 'NOT_FOUND'],
    ] as const)('refuses %s where or by whom it may not be', async (mutation, caller, code) => {
      const number = await filed();
      const before = await stateOf(number);
      const answer = await change(caller, mutation, number, 1);
      expect(answer.errors).toEqual([`${mutation} ${code}`]);
      expect(await stateOf(number)).toEqual(before);
    });

    it('takes a reason of the table only', async () => {
      const number = await filed();
      const answer = await change(adviser, 'requalifyClaim', number, 1, { reason: 'BECAUSE' });
      expect(answer.messages).toEqual([
        'reason: one of SERVICE_REQUEST, INFORMATION_REQUEST, OPINION is expected.',
      ]);
    });

    it('goes on in another claim of the same customer, and in no other', async () => {
      const [number, into, foreign, ended] = [
        await filed(),
        await filed(),
        await filed({ customerNumber: '000000000002' }),
        await filed({ status: 'WITHDRAWN', closedAt: '2026-02-01T00:00:00.000Z' }),
      ];
      for (const wrong of [number, foreign, ended]) {
        const answer = await change(adviser, 'mergeClaim', number, 1, { into: wrong });
        expect(answer.errors).toEqual(['mergeClaim BAD_USER_INPUT']);
      }
      const merged = await change(adviser, 'mergeClaim', number, 1, { into });
      expect(merged.errors).toEqual([]);
      expect(merged.at('mergeClaim.claim.status')).toBe('MERGED');
      expect((merged.at('mergeClaim.claim.timeline') as object[]).at(-1)).toEqual({
        type: 'MERGED',
        actor: 'ADVISER',
        reason: into,
      });
    });

    it('takes what the claimant writes for the answer that it waits for', async () => {
      const number = await filed();
      await change(adviser, 'startClaim', number, 1);
      await change(adviser, 'requestInformation', number, 2, { text: 'Quel jour était-ce ?' });
      const answer = await bench.ask(
        ada,
        `mutation ($claim: ID!, $key: String!) { addClaimMessage(claimId: $claim, text: "Le 3 mars.", idempotencyKey: $key) {
          claim { status version messages(first: 10) { edges { node { author text } } } } } }`,
        { claim: id(number), key: nextKey() },
      );
      expect(answer.errors).toEqual([]);
      const page = await bench.ask(
        ada,
        'query ($id: ID!) { claim(id: $id) { status version messages(first: 10) { edges { node { author text } } } } }',
        { id: id(number) },
      );
      expect(page.at('claim.status')).toBe('IN_PROGRESS');
      expect(page.at('claim.messages.edges.*.node')).toEqual([
        { author: 'BANK', text: 'Quel jour était-ce ?' },
        { author: 'CUSTOMER', text: 'Le 3 mars.' },
      ]);
      const { kept, rebuilt: again } = await stateOf(number);
      expect(again).toEqual(kept);
    });

    it('follows from the timeline alone, for every claim of the demo world', async () => {
      const claims = readLines<ClaimRecord>(join(__dirname, '../../../mocks/data'), 'claims.ndjson');
      await importClaims(store, claims);
      const rows = await store.query<{
        number: string;
        kept: object;
        events: {
          type: ClaimEventType;
          actor: Actor;
          at: string;
          outcome: Outcome | null;
          level: ClaimLevel | null;
        }[];
      }>(
        `select c.number, jsonb_build_object('status', c.status, 'level', c.level, 'outcome', c.outcome,
            'closedAt', to_char(c.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as kept,
           jsonb_agg(jsonb_build_object('type', e.type, 'actor', e.actor, 'outcome', e.outcome, 'level', e.level,
            'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by e.at, e.seq) as events
           from claims.claim c join claims.claim_event e on e.claim_seq = c.seq where c.number = any($1) group by c.seq`,
        [claims.map(({ number }) => number)],
      );
      const begun = claims.filter(({ status }) => status !== 'DRAFT');
      expect(rows).toHaveLength(begun.length);
      expect(
        rows
          .filter(
            ({ kept, events }) =>
              JSON.stringify(sorted(kept)) !== JSON.stringify(sorted(rebuilt(table, events))),
          )
          .map(({ number }) => number),
      ).toEqual([]);
    });
  });
}

const sorted = (state: object): object =>
  Object.fromEntries(Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1)));
