import { type Contest, daysBetween, fee, type Finding, isAnyFee, isFee } from '../fees';
import type { RuleOf } from '../rules';

/** Words that name what the fee was for, a period or a number: without any, two fees of a month may be two fees. */
const NAMED = /\d/;

/** The same fee again; given back is the later of the two. */
export function sameTwice(
  rule: RuleOf<'SAME_TWICE'>,
  { fee: contested, statement, rules }: Contest,
): Finding | undefined {
  const { label, cents, reference } = contested;
  if (!NAMED.test(label) || !rule.fees.some((kind) => isFee(rules, kind, contested))) return undefined;
  const same = statement.operations.filter(
    (each) => each.debit && each.label === label && each.code === contested.code && each.cents === cents,
  );
  const [first, second, third] = same;
  if (!first || !second || third || daysBetween(first.bookedOn, second.bookedOn) > rule.withinDays)
    return undefined;
  const [own, other] = reference === first.reference ? [first, second] : [second, first];
  return {
    refunds: [{ operation: second, cents }],
    evidence: [fee(own), { role: own === first ? 'OTHER_FEE' : 'EARLIER_FEE', operation: other }],
  };
}

/** A closed account costs nothing; the day of its closure is the last on which it may. */
export function afterClosure({ fee: contested, statement, rules }: Contest): Finding | undefined {
  const { closedOn } = statement;
  if (closedOn === null || contested.bookedOn <= closedOn || !isAnyFee(rules, contested)) return undefined;
  return { refunds: [{ operation: contested, cents: contested.cents }], evidence: [fee(contested)] };
}
