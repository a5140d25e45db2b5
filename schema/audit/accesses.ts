import { addUpDecisions, decisionsText } from './decisions';
import type { AccessDecision, AccessGroup } from './record';

/**
 * Puts subjects who were treated alike together: a list of a hundred customers is one group, not a thousand lines.
 * What was counted of one subject in several places is added up first.
 *
 * @param found groups in which a subject may come more than once; one without subjects tells of nobody in particular.
 * @returns the same groups in the same order, whatever the order of `found`.
 */
export function groupAccesses(found: readonly AccessGroup[]): AccessGroup[] {
  /** Which of `found` speak of a subject, as a text, so that subjects found in the same places are added up once. */
  const places = new Map<string | null, string>();
  found.forEach(({ subjects, decisions }, index) => {
    if (decisions.length === 0) return;
    for (const subject of subjects.length === 0 ? [null] : subjects) {
      const before = places.get(subject);
      places.set(subject, before === undefined ? String(index) : `${before},${index}`);
    }
  });
  const profiles = new Map<string, readonly AccessDecision[]>();
  const groups = new Map<string, { decisions: readonly AccessDecision[]; subjects: string[] }>();
  for (const [subject, at] of places) {
    let decisions = profiles.get(at);
    if (!decisions) {
      decisions = addUpDecisions(at.split(',').map((index) => found[Number(index)]?.decisions ?? []));
      profiles.set(at, decisions);
    }
    const text = decisionsText(decisions);
    const key = subject === null ? `\n${text}` : text;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { decisions, subjects: [] }));
    if (subject !== null) group.subjects.push(subject);
  }
  // Members in the order of canonical JSON, which is written of them.
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { decisions, subjects }]) => ({ decisions, subjects: subjects.sort() }));
}

/** @returns whether data of a category tells of a person: technical facts are not recorded. */
export const isAboutPeople = (category: string): boolean => !category.startsWith('system.');

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
