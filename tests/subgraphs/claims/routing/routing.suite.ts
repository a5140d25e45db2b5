import { SourceUnavailable } from '../../../../schema/kernel/source-errors';
import type { SqlStore } from '../../../../schema/ports/store';
import { importClaims, type ImportedClaim, subgraph } from '../../../../subgraphs/claims';
import { loadDeadlineRules } from '../../../../subgraphs/claims/deadlines/rules';
import { loadRoutingRules } from '../../../../subgraphs/claims/routing/rules';
import { sweepMarks } from '../../../../subgraphs/claims/routing/marks-sweep';
import { sweepPriorities } from '../../../../subgraphs/claims/routing/sweep';
import {
  createTestClock,
  customer,
  openSubgraph,
  staff,
  type SubgraphBench,
} from '../../shared/subgraph-bench';
import { importedClaim } from '../claim-rows';

const officer = staff('handler_l2', 'S000001', '00900');
const ROUTING = `queue priority version routing { queue reason alternatives rulesVersion }
  priorityFactors { code criterion points evidence }`;

/** Where claims go and how pressing they are, on a store. */
export function routingSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`routing on ${name}`, () => {
    const clock = createTestClock('2026-01-02T09:00:00Z');
    const rules = loadRoutingRules();
    const deadlines = loadDeadlineRules();
    let store: SqlStore;
    let bench: SubgraphBench;
    let count = 0;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
    });
    afterAll(() => store.close());

    const sweep = () => sweepPriorities(store, rules, deadlines, clock);
    const claim = (number: string) =>
      bench.ask(officer, `query ($number: String!) { claimByNumber(number: $number) { ${ROUTING} } }`, {
        number,
      });
    async function imported(changes: Partial<ImportedClaim> = {}): Promise<string> {
      count += 1;
      const row = importedClaim(count, {
        number: `RC-2025-${9_000_000 + count}`,
        ...{ filedAt: '2026-01-02T08:00:00.000Z', receivedAt: '2026-01-02T08:00:00.000Z' },
        ...changes,
      });
      await importClaims(store, [row]);
      return row.number;
    }

    it('tells of a claim that is filed why its team has it, and why it is as pressing as it is', async () => {
      const filed = await bench.ask(
        customer('000000000001'),
        'mutation ($input: FileClaimInput!) { fileClaim(input: $input, idempotencyKey: "routed-0001") { number } }',
        {
          input: {
            ...{ product: 'CARD', motive: 'UNAUTHORISED_OPERATION', disputedAmount: '1500.00 EUR' },
            description: 'Ce n’était pas moi.',
          },
        },
      );
      expect(filed.errors).toEqual([]);
      const answer = await claim(filed.at('fileClaim.number') as string);
      expect(answer.errors).toEqual([]);
      expect(answer.at('claimByNumber')).toEqual({
        ...{ queue: 'CARDS', priority: 62, version: 1 },
        routing: {
          ...{ queue: 'CARDS', reason: 'It is about a card.', alternatives: ['GENERAL'] },
          rulesVersion: rules.version,
        },
        priorityFactors: [
          {
            ...{ code: 'MONEY_LEAVING', criterion: 'IMMEDIATE_ACTION', points: 40 },
            evidence: 'Money may go on leaving the account.',
          },
          {
            ...{ code: 'AMOUNT', criterion: 'AMOUNT', points: 12 },
            evidence: 'At least 1,000 EUR are disputed.',
          },
        ],
      });
    });

    it('rises as the answer comes due, whatever else is the same, and changes no version by it', async () => {
      const number = await imported({
        product: 'CREDIT',
        motive: 'CREDIT_TERMS',
        queue: 'CREDIT',
        operationReference: null,
      });
      const seen: unknown[] = [];
      for (const day of ['2026-01-05', '2026-02-21', '2026-02-26', '2026-03-01', '2026-03-04']) {
        clock.set(`${day}T09:00:00Z`);
        await sweep();
        const answer = await claim(number);
        expect(answer.at('claimByNumber.version')).toBe(1);
        seen.push(answer.at('claimByNumber.priority'));
      }
      expect(seen).toEqual([10, 18, 28, 38, 48]);
    });

    it('says the same when it looks twice', async () => {
      const number = await imported();
      await sweep();
      const first = await claim(number);
      await sweep();
      expect((await claim(number)).data).toEqual(first.data);
    });

    it('puts fragile customers first as soon as the customer file says who they are, and waits while it does not', async () => {
      const [fragile, other] = [
        await imported({ customerNumber: '000000000007', motive: 'OTHER', disputedAmountCents: null }),
        await imported({ customerNumber: '000000000008', motive: 'OTHER', disputedAmountCents: null }),
      ];
      const asked: string[] = [];
      const down = { fragileAmong: () => Promise.reject(new SourceUnavailable('customer-file')) };
      const marks = {
        fragileAmong: (numbers: readonly string[]) => {
          asked.push(...numbers);
          return Promise.resolve(new Set(numbers.filter((each) => each === '000000000007')));
        },
      };
      clock.set('2026-01-02T09:00:00Z');
      const pointsOf = async (number: string) => (await claim(number)).at('claimByNumber.priority') as number;
      await sweep();
      const before = [await pointsOf(fragile), await pointsOf(other)];
      await sweepMarks(store, down);
      await sweep();
      expect([await pointsOf(fragile), await pointsOf(other)]).toEqual(before);
      await sweepMarks(store, marks);
      await sweepMarks(store, marks);
      await sweep();
      expect([await pointsOf(fragile), await pointsOf(other)]).toEqual([before[0]! + 20, before[1]]);
      expect((await claim(fragile)).at('claimByNumber.priorityFactors.0.code')).toBe('VULNERABLE');
      expect(asked.filter((each) => each === '000000000007')).toHaveLength(1);
    });

    it('leaves a claim with the team that a person or an older tool gave it, and names the others', async () => {
      const number = await imported({ product: 'CARD', motive: 'CARD_REFUSED', queue: 'GENERAL' });
      await sweep();
      expect((await claim(number)).at('claimByNumber.routing')).toEqual({
        ...{ queue: 'GENERAL', reason: null, alternatives: ['CARDS'], rulesVersion: rules.version },
      });
    });

    it('counts an older tool’s five steps as 100 to 0 until rules have looked', async () => {
      const numbers = [await imported({ priority: 1 }), await imported({ priority: 5 })];
      const answers = await Promise.all(numbers.map((number) => claim(number)));
      expect(answers.map((answer) => answer.at('claimByNumber.priority'))).toEqual([100, 0]);
      expect(answers[0]!.at('claimByNumber.routing')).toBeNull();
    });
  });
}
