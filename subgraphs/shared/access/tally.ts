import { isAboutPeople } from '../../../schema/audit/accesses';
import type { AccessDecision, AccessGroup } from '../../../schema/audit/record';
import type { OperationContext } from '../../../schema/kernel/operation';
import type { Standing } from '../../../schema/policy/standing';

/** What the audit trail keeps of a decision; absent where the field tells nothing about anybody. */
export type Counted = Omit<AccessDecision, 'count'>;

interface Decided {
  readonly counted?: Counted | undefined;
}

/**
 * The objects of one subject that are decided alike in one operation. Counting one more field is one addition: there
 * are thousands in an answer.
 */
export interface Seat<Verdict extends Decided> {
  /** The customer number; `undefined` where it is not known whose the objects are. */
  readonly subject: string | undefined;
  /** What the subject asked for, as far as it was known when these objects were decided. */
  readonly standing?: Standing | undefined;
  /** By guard, as far as it was asked for. */
  readonly verdicts: Verdict[];
  /** By guard: how many fields. */
  readonly counts: Uint32Array;
}

/** @returns the decision as the audit trail keeps it; `undefined` where the category is about nobody. */
export function countedAs(
  category: string | undefined,
  decision: Counted['decision'],
  rule: string,
): Counted | undefined {
  return category !== undefined && isAboutPeople(category) ? { category, decision, rule } : undefined;
}

const seats = new WeakMap<OperationContext, Seat<Decided>[]>();

/** Has what is counted on a seat handed up with the operation. */
export function noteSeat(operation: OperationContext, seat: Seat<Decided>): void {
  const known = seats.get(operation);
  if (known) known.push(seat);
  else seats.set(operation, [seat]);
}

/** @returns what was decided in an operation since it was last asked, subjects by customer number. */
export function takeAccesses(operation: OperationContext): readonly AccessGroup[] {
  const groups = new Map<string, { subjects: string[]; decisions: readonly AccessDecision[] }>();
  const lists = new Map<readonly Decided[], number>();
  for (const { subject, verdicts, counts } of seats.get(operation) ?? []) {
    let list = lists.get(verdicts);
    if (list === undefined) lists.set(verdicts, (list = lists.size));
    const profile = Buffer.from(counts.buffer).toString('latin1');
    const key = `${subject === undefined ? '-' : '+'}${list} ${profile}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { subjects: [], decisions: sum(verdicts, counts) }));
    if (subject !== undefined) group.subjects.push(subject);
    counts.fill(0);
  }
  return [...groups.values()].filter(({ decisions }) => decisions.length > 0);
}

function sum(verdicts: readonly Decided[], counts: Uint32Array): AccessDecision[] {
  const sums = new Map<string, AccessDecision>();
  counts.forEach((count, index) => {
    const counted = count === 0 ? undefined : verdicts[index]?.counted;
    if (!counted) return;
    const key = `${counted.category} ${counted.decision} ${counted.rule}`;
    sums.set(key, { ...counted, count: count + (sums.get(key)?.count ?? 0) });
  });
  return [...sums.values()];
}
