import type { AccessDecision, AccessGroup } from './record';

/** What happened to one kind of data of one subject. */
export interface Access extends AccessDecision {
  /** Pseudonym (`subject`); `null` where the decision fell before any object was known. */
  readonly subject: string | null;
}

/**
 * Puts subjects who were treated alike together: a list of a hundred customers is one group, not a thousand lines.
 * Accesses that differ in their count alone are added up first.
 *
 * @returns the same groups in the same order, whatever the order of `accesses`.
 */
export function groupAccesses(accesses: readonly Access[]): AccessGroup[] {
  const bySubject = new Map<string | null, Map<string, AccessDecision>>();
  for (const { subject, category, decision, rule, count } of accesses) {
    let decisions = bySubject.get(subject);
    if (!decisions) bySubject.set(subject, (decisions = new Map<string, AccessDecision>()));
    const key = `${category} ${decision} ${rule}`;
    const before = decisions.get(key);
    decisions.set(key, { category, decision, rule, count: (before?.count ?? 0) + count });
  }
  const groups = new Map<string, { subjects: string[]; decisions: AccessDecision[] }>();
  for (const [subject, found] of bySubject) {
    const entries = [...found].sort(([one], [other]) => (one < other ? -1 : 1));
    const profile = entries.map(([key, { count }]) => `${key} ${count}`).join('\n');
    const key = subject === null ? `\n${profile}` : profile;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { subjects: [], decisions: entries.map(([, each]) => each) }));
    if (subject !== null) group.subjects.push(subject);
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { subjects, decisions }]) => ({ subjects: subjects.sort(), decisions }));
}

/** @returns every subject of a record once, sorted. */
export function subjectsOf(accesses: readonly AccessGroup[]): string[] {
  return [...new Set(accesses.flatMap(({ subjects }) => subjects))].sort();
}

/**
 * The client's name of an operation, as far as it may be kept: clients write it, so it can hold anything.
 *
 * @returns `null` where it is too long for a name, or has a run of digits that could be somebody's number.
 */
export function operationNameForAudit(name: string | undefined): string | null {
  return name !== undefined && name.length <= 64 && !/\d{5}/.test(name) ? name : null;
}
