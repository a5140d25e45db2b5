import { isAboutPeople } from '../../../schema/audit/accesses';
import { addUpDecisions } from '../../../schema/audit/decisions';
import type { AccessDecision, AccessGroup } from '../../../schema/audit/record';
import type { OperationContext } from '../../../schema/kernel/operation';
import type { Standing } from '../../../schema/policy/standing';
import { perOperation } from '../per-operation';

/** What the audit trail keeps of a decision; absent where the field tells nothing about anybody. */
export type Counted = Omit<AccessDecision, 'count'>;

interface Decided {
  readonly counted?: Counted | undefined;
}

/**
 * The fields that one operation counts in one subgraph, each with a place of its own in every list of counts: an operation
 * asks for few of the hundreds that there are.
 */
export interface Columns {
  /** Guards by place. */
  readonly guards: number[];
  /** The place of each of them. */
  readonly places: Map<number, number>;
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
  readonly columns: Columns;
  /** By place: how many fields; of places beyond the end, none. */
  readonly counts: number[];
  /** How many objects' fields were decided together, by what was decided. */
  readonly passed: Map<Together, number>;
}

/** What was decided of some fields of an object at once. */
export interface Together {
  /** As `addUpDecisions` makes them. */
  readonly decisions: readonly AccessDecision[];
}

export const newColumns = (): Columns => ({ guards: [], places: new Map() });

/** Counts one field, by its guard. */
export function count({ columns: { guards, places }, counts }: Seat<Decided>, guard: number): void {
  let place = places.get(guard);
  if (place === undefined) places.set(guard, (place = guards.push(guard) - 1));
  while (counts.length <= place) counts.push(0);
  counts[place] = (counts[place] ?? 0) + 1;
}

/** Counts fields of one more object that were decided together. */
export function countTogether({ passed }: Seat<Decided>, pass: Together): void {
  passed.set(pass, (passed.get(pass) ?? 0) + 1);
}

/** @returns the decision as the audit trail keeps it; `undefined` where the category is about nobody. */
export function countedAs(
  category: string | undefined,
  decision: Counted['decision'],
  rule: string,
): Counted | undefined {
  return category !== undefined && isAboutPeople(category) ? { category, decision, rule } : undefined;
}

/** @returns the seats of an operation, to which each of its sessions adds its own: what is counted there is handed up. */
export const seatsOf = perOperation((): Seat<Decided>[] => []);

/** Seats that were decided and counted alike. */
interface Alike {
  readonly first: Seat<Decided>;
  readonly subjects: string[];
}

/** How many groups a seat is compared with: those of one page are few, and equal ones are put together later anyway. */
const COMPARED = 16;

/** @returns what was decided in an operation since it was last asked, subjects by customer number. */
export function takeAccesses(operation: OperationContext): readonly AccessGroup[] {
  const taken = seatsOf(operation);
  const groups: Alike[] = [];
  for (const seat of taken) {
    if (seat.counts.length === 0 && seat.passed.size === 0) continue;
    let group = groups.slice(-COMPARED).find(({ first }) => areAlike(first, seat));
    if (!group) groups.push((group = { first: seat, subjects: [] }));
    if (seat.subject !== undefined) group.subjects.push(seat.subject);
  }
  const accesses = groups.map(({ first, subjects }) => ({ subjects, decisions: sum(first) }));
  for (const { counts, passed } of taken) {
    counts.length = 0;
    passed.clear();
  }
  return accesses.filter(({ decisions }) => decisions.length > 0);
}

const areAlike = (one: Seat<Decided>, other: Seat<Decided>): boolean =>
  one.verdicts === other.verdicts &&
  one.columns === other.columns &&
  (one.subject === undefined) === (other.subject === undefined) &&
  one.counts.length === other.counts.length &&
  one.counts.every((each, place) => each === other.counts[place]) &&
  one.passed.size === other.passed.size &&
  passedAlike(one.passed, other.passed);

function passedAlike(one: Seat<Decided>['passed'], other: Seat<Decided>['passed']): boolean {
  for (const [pass, times] of one) if (other.get(pass) !== times) return false;
  return true;
}

function sum({ verdicts, columns, counts, passed }: Seat<Decided>): readonly AccessDecision[] {
  const together = [...passed].map(([{ decisions }, times]) =>
    times === 1 ? decisions : decisions.map((each) => ({ ...each, count: each.count * times })),
  );
  const found = counts.flatMap((count, place) => {
    const counted = count === 0 ? undefined : verdicts[columns.guards[place] ?? -1]?.counted;
    return counted ? [{ ...counted, count }] : [];
  });
  return addUpDecisions([...together, found]);
}
