import type { LedgerOperation } from '../../../../schema/ports/ledger-evidence';
import { type Contest, daysBetween, fee, type Finding, isFee, rejectedPayment } from '../fees';
import type { RuleOf } from '../rules';

/** The fee for a rejected payment has a limit that the payment's amount sets. */
export function capByPayment(rule: RuleOf<'CAP_BY_PAYMENT'>, contest: Contest): Finding | undefined {
  const payment = paymentOf(rule, contest.fee, contest);
  const step = payment && rule.steps.find(({ upTo }) => upTo === undefined || payment.cents <= upTo);
  if (!step) return undefined;
  const most = rule.neverAbovePayment && payment.cents < step.most ? payment.cents : step.most;
  const cents = contest.fee.cents - most;
  if (cents <= 0n) return undefined;
  return {
    refunds: [{ operation: contest.fee, cents }],
    evidence: [fee(contest.fee), { role: 'PAYMENT', operation: payment }],
  };
}

/** A payment that was rejected, comes again and is rejected again costs one fee: the first. */
export function paymentAgain(rule: RuleOf<'PAYMENT_AGAIN'>, contest: Contest): Finding | undefined {
  const { fee: contested, statement, rules } = contest;
  const payment = paymentOf(rule, contested, contest);
  if (!payment) return undefined;
  const name = rejectedPayment(rules, rule.payment, payment);
  const earlier = statement.operations.find((each) => {
    const days = daysBetween(each.bookedOn, payment.bookedOn);
    const same = rejectedPayment(rules, rule.payment, each) === name && each.cents === payment.cents;
    return same && days > 0 && days <= rule.withinDays;
  });
  const charged = earlier && feeFor(rule, earlier, contest);
  if (!charged) return undefined;
  return {
    refunds: [{ operation: contested, cents: contested.cents }],
    evidence: [
      fee(contested),
      { role: 'PAYMENT', operation: payment },
      { role: 'EARLIER_PAYMENT', operation: earlier },
      { role: 'EARLIER_FEE', operation: charged },
    ],
  };
}

interface Kinds {
  readonly fee: string;
  readonly payment: string;
}

/** @returns the payment that a fee was for; `undefined` where a day has several of either, so that none is certain. */
function paymentOf(
  kinds: Kinds,
  charged: LedgerOperation,
  { statement, rules }: Contest,
): LedgerOperation | undefined {
  if (!isFee(rules, kinds.fee, charged)) return undefined;
  const day = statement.operations.filter(({ bookedOn }) => bookedOn === charged.bookedOn);
  const [payment, another] = day.filter((each) => rejectedPayment(rules, kinds.payment, each) !== undefined);
  return !another && day.filter((each) => isFee(rules, kinds.fee, each)).length === 1 ? payment : undefined;
}

/** @returns the one fee of the day on which a payment was rejected. */
function feeFor(kinds: Kinds, payment: LedgerOperation, contest: Contest): LedgerOperation | undefined {
  const charged = contest.statement.operations.find(
    (each) => each.bookedOn === payment.bookedOn && isFee(contest.rules, kinds.fee, each),
  );
  return charged && paymentOf(kinds, charged, contest) === payment ? charged : undefined;
}
