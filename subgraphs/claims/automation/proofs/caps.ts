import type { LedgerOperation } from '../../../../schema/ports/ledger-evidence';
import {
  type Contest,
  type Evidence,
  fee,
  type Finding,
  isFee,
  monthOf,
  monthsLater,
  offerIn,
} from '../fees';
import type { RuleOf } from '../rules';

/** One fee of a kind costs no more than so much. */
export function capEach(rule: RuleOf<'CAP_EACH'>, contest: Contest): Finding | undefined {
  const { fee: contested, rules } = contest;
  if (!isFee(rules, rule.fee, contested) || contested.cents <= rule.most) return undefined;
  const offer = holding(rule.whoHolds, contest);
  if (!offer) return undefined;
  return {
    refunds: [{ operation: contested, cents: contested.cents - rule.most }],
    evidence: [fee(contested), ...offer],
  };
}

/** The fees of some kinds cost no more than so much in a month. */
export function capMonth(rule: RuleOf<'CAP_MONTH'>, contest: Contest): Finding | undefined {
  const offer = holding(rule.whoHolds, contest);
  return offer && beyond(rule.fees, rule.most, contest, offer);
}

/** The same, in the months after one with many incidents. */
export function capFragile(rule: RuleOf<'CAP_FRAGILE'>, contest: Contest): Finding | undefined {
  const month = monthOf(contest.fee.bookedOn);
  for (let back = 1; back <= rule.months; back += 1) {
    const incidents = feesIn(rule.fees, monthsLater(month, -back), contest);
    if (incidents.length < rule.incidents) continue;
    const shown = incidents.map((operation): Evidence => ({ role: 'INCIDENT', operation }));
    return beyond(rule.fees, rule.most, contest, shown);
  }
  return undefined;
}

/** What a month's fees cost beyond a limit: given back from the last of them on. */
function beyond(
  kinds: readonly string[],
  most: bigint,
  contest: Contest,
  more: readonly Evidence[],
): Finding | undefined {
  const fees = feesIn(kinds, monthOf(contest.fee.bookedOn), contest);
  if (!fees.includes(contest.fee)) return undefined;
  let left = fees.reduce((sum, { cents }) => sum + cents, 0n) - most;
  if (left <= 0n) return undefined;
  const refunds = fees.toReversed().flatMap((operation) => {
    const cents = left < operation.cents ? left : operation.cents;
    left -= cents;
    return cents > 0n ? [{ operation, cents }] : [];
  });
  const evidence = fees.map((operation): Evidence =>
    operation === contest.fee ? fee(operation) : { role: 'OTHER_FEE', operation },
  );
  return { refunds, evidence: [...evidence, ...more] };
}

const feesIn = (kinds: readonly string[], month: string, { statement, rules }: Contest): LedgerOperation[] =>
  statement.operations.filter(
    (each) => monthOf(each.bookedOn) === month && kinds.some((kind) => isFee(rules, kind, each)),
  );

/** @returns what shows that the rule is for this account; `undefined` where it is not. */
function holding(kind: string | undefined, contest: Contest): readonly Evidence[] | undefined {
  if (kind === undefined) return [];
  const operation = offerIn(contest, kind, monthOf(contest.fee.bookedOn));
  return operation && [{ role: 'OFFER', operation }];
}
