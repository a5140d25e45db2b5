import type { LedgerStatement } from '../../../schema/ports/ledger-evidence';
import type { ClaimantCapacity, Motive } from '../claim.enum';
import { type Contest, daysBetween, type Evidence, type Finding, isAnyFee, type Refund } from './fees';
import { capEach, capFragile, capMonth } from './proofs/caps';
import { capByPayment, paymentAgain } from './proofs/payments';
import { afterClosure, sameTwice } from './proofs/twice';
import type { AutomationRule, AutomationRules } from './rules';

/** What is asked about a claim. */
export interface ClaimFacts {
  readonly motive: Motive;
  readonly capacity: ClaimantCapacity;
  /** `numeroTiers` of the customer concerned. */
  readonly customer: string;
  /** Reference of the contested operation. */
  readonly operation: string | null;
}

/** What one rule grants, or would. */
export interface Grant {
  readonly rule: AutomationRule;
  readonly cents: bigint;
  readonly refunds: readonly Refund[];
  readonly evidence: readonly Evidence[];
}

/** What the rules say of a claim. */
export interface Verdict {
  /** The claim is of the kind that rules look at. */
  readonly eligible: boolean;
  readonly granted?: Grant;
  /** What rules in shadow mode would have granted. */
  readonly shadow?: Grant;
}

/** Days of the statement before the contested fee: the incidents of the months before it have to be in it. */
export const STATEMENT_DAYS = 130;

/** Proofs of one family speak about the same limit: the strictest of them counts. Two families together leave it open. */
const FAMILY: Readonly<Record<AutomationRule['proof'], string>> = {
  CAP_EACH: 'EACH',
  CAP_MONTH: 'MONTH',
  CAP_FRAGILE: 'MONTH',
  CAP_BY_PAYMENT: 'PAYMENT',
  SAME_TWICE: 'TWICE',
  PAYMENT_AGAIN: 'AGAIN',
  AFTER_CLOSURE: 'CLOSED',
};

/** Whether rules look at such a claim at all: if not, the ledger need not be asked. */
export const isEligible = (
  { claims }: AutomationRules,
  { motive, capacity, operation }: ClaimFacts,
): boolean => operation !== null && claims.motives.includes(motive) && claims.capacities.includes(capacity);

/**
 * What the rules grant. They never refuse: no grant means that a person decides.
 *
 * @param statement of the account of the contested operation, up to `today`.
 */
export function decide(
  rules: AutomationRules,
  claim: ClaimFacts,
  statement: LedgerStatement | undefined,
  today: string,
): Verdict {
  if (!isEligible(rules, claim)) return { eligible: false };
  const fee = statement?.operations.find(({ reference }) => reference === claim.operation);
  if (
    !statement ||
    !fee ||
    statement.holder !== claim.customer ||
    fee.currency !== 'EUR' ||
    !isAnyFee(rules, fee)
  )
    return { eligible: false };
  if (daysBetween(fee.bookedOn, today) > rules.claims.oldestDays) return { eligible: false };
  const contest: Contest = { fee, statement, rules };
  if (givenBack(contest)) return { eligible: true };
  const granted = strictest(rules, contest, 'on');
  const shadow = granted ? undefined : strictest(rules, contest, 'shadow');
  return { eligible: true, ...(granted ? { granted } : {}), ...(shadow ? { shadow } : {}) };
}

function strictest(
  rules: AutomationRules,
  contest: Contest,
  mode: AutomationRule['mode'],
): Grant | undefined {
  const grants = rules.rules.flatMap((rule) => {
    const finding = rule.mode === mode ? find(rule, contest) : undefined;
    return finding ? [{ rule, cents: total(finding), ...finding }] : [];
  });
  const families = new Set(grants.map(({ rule }) => FAMILY[rule.proof]));
  if (families.size !== 1) return undefined;
  const [grant] = grants.toSorted((a, b) => (a.cents < b.cents ? 1 : a.cents > b.cents ? -1 : 0));
  return grant && grant.cents <= rules.claims.most ? grant : undefined;
}

const total = ({ refunds }: Finding): bigint => refunds.reduce((sum, { cents }) => sum + cents, 0n);

function find(rule: AutomationRule, contest: Contest): Finding | undefined {
  switch (rule.proof) {
    case 'CAP_EACH':
      return capEach(rule, contest);
    case 'CAP_MONTH':
      return capMonth(rule, contest);
    case 'CAP_FRAGILE':
      return capFragile(rule, contest);
    case 'CAP_BY_PAYMENT':
      return capByPayment(rule, contest);
    case 'SAME_TWICE':
      return sameTwice(rule, contest);
    case 'PAYMENT_AGAIN':
      return paymentAgain(rule, contest);
    case 'AFTER_CLOSURE':
      return afterClosure(contest);
  }
}

/** Whether anything came back to the account since the fee that could be for it. */
const givenBack = ({ fee, statement, rules }: Contest): boolean =>
  statement.operations.some(
    ({ debit, bookedOn, label, code }) =>
      !debit && bookedOn >= fee.bookedOn && (rules.givenBack.test(label) || code === fee.code),
  );
