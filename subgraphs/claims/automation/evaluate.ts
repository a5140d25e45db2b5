import type { ClaimantCapacity, Motive } from '../claim.enum';
import { parisDay } from '../../shared/paris-day';
import { decide } from './decide';
import { readLedgerFiles, readLines } from './files';
import type { AutomationRules } from './rules';

interface ClaimLine {
  readonly number: string;
  readonly status: string;
  readonly motive: Motive;
  readonly capacity: ClaimantCapacity;
  readonly filedAt: string;
  readonly customerNumber: string;
  readonly operationReference: string | null;
}

interface TruthLine {
  readonly claim: string;
  readonly kind: string;
  readonly simple: boolean;
  readonly owedCents: number;
}

/** How the rules did over a world of which somebody knows what is right. */
export interface Evaluation {
  readonly rulesVersion: string;
  /** Claims that were looked at: all that were filed. */
  readonly claims: number;
  /** Claims of which the bank's records alone show what is owed back. */
  readonly simpleClaims: number;
  readonly handled: number;
  /** Share of the simple claims that were granted what is owed, 0 to 1. */
  readonly handledShare: number;
  /** Claims that were granted something that is not owed, or another amount. */
  readonly wrongGrants: number;
  /** The same of what rules in shadow mode would have granted. */
  readonly shadowGrants: number;
  readonly wrongShadowGrants: number;
  /** Grants, right and wrong, by rule; those in shadow mode with the others. */
  readonly byRule: Readonly<Record<string, { readonly right: number; readonly wrong: number }>>;
  /** Numbers of the claims that were granted wrongly. */
  readonly wrong: readonly string[];
}

/** Asks the rules about every claim of a world's files, each as things stood on the day of its filing. */
export function evaluate(rules: AutomationRules, folder: string): Evaluation {
  const ledger = readLedgerFiles(folder);
  const claims = readLines<ClaimLine>(folder, 'claims.ndjson').filter(({ status }) => status !== 'DRAFT');
  const truth = new Map(
    readLines<TruthLine>(folder, 'claims-truth.ndjson').map((line) => [line.claim, line]),
  );
  const byRule: Record<string, { right: number; wrong: number }> = {};
  const wrong: string[] = [];
  let [handled, shadowGrants, wrongShadowGrants] = [0, 0, 0];
  for (const claim of claims) {
    const { operationReference: operation, customerNumber: customer } = claim;
    const today = parisDay(new Date(claim.filedAt)).toString();
    const statement = operation === null ? undefined : ledger.around(operation, today);
    const { granted, shadow } = decide(rules, { ...claim, customer, operation }, statement, today);
    const grant = granted ?? shadow;
    if (!grant) continue;
    const known = truth.get(claim.number);
    const right = known?.simple === true && BigInt(known.owedCents) === grant.cents;
    const tally = (byRule[grant.rule.id] ??= { right: 0, wrong: 0 });
    tally[right ? 'right' : 'wrong'] += 1;
    if (granted && right) handled += 1;
    if (granted && !right) wrong.push(claim.number);
    if (shadow) shadowGrants += 1;
    if (shadow && !right) wrongShadowGrants += 1;
  }
  const simpleClaims = [...truth.values()].filter(({ simple }) => simple).length;
  return {
    rulesVersion: rules.version,
    claims: claims.length,
    simpleClaims,
    handled,
    handledShare: simpleClaims === 0 ? 0 : Math.round((handled / simpleClaims) * 1_000) / 1_000,
    wrongGrants: wrong.length,
    shadowGrants,
    wrongShadowGrants,
    byRule,
    wrong,
  };
}
