import { createSourceMeter } from '../../../schema/kernel/sources';
import type { Clock } from '../../../schema/kernel/clock';
import { createIdSealer } from '../../../schema/kernel/ids';
import type { SqlStore, StoreValue } from '../../../schema/ports/store';
import { createMeteredStore, type MeteredStore } from '../../../subgraphs/shared/metered-store';
import { Channel, ClaimantCapacity, ClaimLevel, Motive, Product } from '../../../subgraphs/claims/claim.enum';
import type { ClaimsContext } from '../../../subgraphs/claims/context';
import { loadDeadlineRules } from '../../../subgraphs/claims/deadlines/rules';
import { recordClaim } from '../../../subgraphs/claims/filing';
import type { Filing } from '../../../subgraphs/claims/filing.rules';
import { Language } from '../../../subgraphs/claims/intake/intake.enum';
import { openRouting } from '../../../subgraphs/claims/routing/open';
import { loadRoutingRules } from '../../../subgraphs/claims/routing/rules';
import { Actor } from '../../../subgraphs/claims/timeline.enum';
import { NOUNS } from './words';

const ROUNDS = 8;
const FILINGS = 60;
const NOW = new Date('2026-11-20T09:00:00Z');

const filingOf = (n: number): Filing => ({
  ...{
    customerNumber: String(n + 1).padStart(12, '0'),
    claimant: null,
    formalisationInvited: false,
    branch: null,
  },
  ...{ handledBy: null, level: ClaimLevel.ADVISER, actor: Actor.CUSTOMER, channel: Channel.ONLINE },
  ...{ capacity: ClaimantCapacity.CUSTOMER, product: Product.CARD, motive: Motive.FEES_CONTESTED },
  description: `Je conteste ${NOUNS[(n + 1) % NOUNS.length]} et ${NOUNS[((n + 1) * 7) % NOUNS.length]} du ${(n % 28) + 1} mars ; je demande ${n} euros.`,
  disputedAmount: { minorUnits: BigInt(n + 2), currency: 'EUR' },
  ...{
    accountNumber: String(n + 1).padStart(11, '0'),
    operationReference: null,
    sentAt: null,
    receivedAt: null,
  },
  ...{ language: Language.FR, draft: null, answers: null },
});

interface Statement {
  readonly text: string;
  readonly values: readonly StoreValue[] | undefined;
}

class Undone extends Error {}

/** Passes statements on; what writes rows is noted, and nothing of it stays. */
const rehearsing = (store: MeteredStore, inserts: Statement[]): MeteredStore => ({
  ...store,
  transaction: (work) =>
    store.transaction(async (session) => {
      await work({
        query: (keys, text, values) => {
          if (/^\s*(insert|with)\b/.test(text)) inserts.push({ text, values });
          return session.query(keys, text, values);
        },
      });
      throw new Undone();
    }),
});

/** How many claims are filed per second, and how many transactions of nothing but the same inserts. */
export async function filingRates(store: SqlStore): Promise<{ filed: number; bare: number }> {
  const routing = openRouting(loadRoutingRules());
  const rules = loadDeadlineRules();
  const clock: Clock = { now: () => NOW };
  const ids = createIdSealer('a secret of this measurement and of nothing else');
  const metered = createMeteredStore(store, createSourceMeter());
  const file = (n: number, through: MeteredStore): Promise<string> =>
    recordClaim(filingOf(n), `bench-filing-${n}`, 'fileClaim', {
      ...{ store: through, clock, ids, rules, operation: { caller: { subject: 'bench' } } },
      ...routing(through),
    } as ClaimsContext);
  const timed = async (work: () => Promise<void>): Promise<number> => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  await file(-1, metered); // The year's first claim makes the sequence of its numbers, which is to stay.
  let [filedMs, bareMs] = [0, 0];
  for (let round = 0; round < ROUNDS + 1; round += 1) {
    const numbers = Array.from({ length: FILINGS }, (_, n) => round * 2 * FILINGS + n);
    const rehearsed: Statement[][] = [];
    for (const n of numbers) {
      const inserts: Statement[] = [];
      await file(n + FILINGS, rehearsing(metered, inserts)).catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error;
      });
      rehearsed.push(inserts);
    }
    const measured = [
      await timed(async () => {
        for (const n of numbers) await file(n, metered);
      }),
      await timed(async () => {
        for (const inserts of rehearsed)
          await store.transaction(async (session) => {
            for (const { text, values } of inserts) await session.query(text, values);
          });
      }),
    ];
    if (round === 0) continue; // Code and caches are warm from here.
    filedMs += measured[0] ?? 0;
    bareMs += measured[1] ?? 0;
  }
  const rate = (ms: number): number => (ROUNDS * FILINGS * 1_000) / ms;
  return { filed: rate(filedMs), bare: rate(bareMs) };
}
