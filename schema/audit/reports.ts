import type { AccessRecord } from './record';

/** One consultation of one person's data, as that person may learn of it (art. 15 GDPR; CJEU C-579/21). */
export interface Consultation {
  readonly at: string;
  readonly purpose: string;
  readonly legalBases: readonly string[];
  /** Kinds of data that were shown, also when masked; sorted. */
  readonly categories: readonly string[];
  /** `self`, `bank` (whoever it was, acting for it), or the recipient outside it: `partner:…`, `mediator`. */
  readonly recipient: string;
}

/**
 * @param subjects all the pseudonyms of one person.
 * @returns `undefined` where nothing of them was shown: a denial is no consultation.
 */
export function consultationOf(
  record: AccessRecord,
  subjects: ReadonlySet<string>,
): Consultation | undefined {
  const categories = new Set<string>();
  for (const group of record.accesses) {
    if (!group.subjects.some((each) => subjects.has(each))) continue;
    for (const { category, decision } of group.decisions) if (decision !== 'DENY') categories.add(category);
  }
  if (categories.size === 0) return undefined;
  const { at, purpose, legalBases } = record;
  return {
    at,
    purpose,
    legalBases,
    categories: [...categories].sort(),
    recipient: recipientOf(record.roles),
  };
}

function recipientOf(roles: readonly string[]): string {
  const outside = roles.find((role) => role.startsWith('partner:') || role === 'mediator');
  return outside ?? (roles.includes('client_self') ? 'self' : 'bank');
}

/** What one token or one account read of one person: the ground of a notification under art. 33 GDPR. */
export interface SubjectRead {
  /** Pseudonym; compare with `Pseudonymiser.during` of those who may be concerned. A person has one per quarter. */
  readonly subject: string;
  readonly firstAt: string;
  readonly lastAt: string;
  /** Fields shown, also when masked, by kind of data; kinds sorted. */
  readonly fields: Readonly<Record<string, number>>;
}

/** @returns one entry per pseudonym, sorted by it. */
export function subjectReadsOf(records: Iterable<AccessRecord>): SubjectRead[] {
  const reads = new Map<string, { firstAt: string; lastAt: string; fields: Map<string, number> }>();
  for (const { at, accesses } of records) {
    for (const { subjects, decisions } of accesses) {
      const shown = decisions.filter(({ decision }) => decision !== 'DENY');
      if (shown.length === 0) continue;
      for (const subject of subjects) {
        let read = reads.get(subject);
        if (!read) reads.set(subject, (read = { firstAt: at, lastAt: at, fields: new Map() }));
        if (at < read.firstAt) read.firstAt = at;
        if (at > read.lastAt) read.lastAt = at;
        for (const { category, count } of shown) {
          read.fields.set(category, (read.fields.get(category) ?? 0) + count);
        }
      }
    }
  }
  return [...reads]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([subject, { firstAt, lastAt, fields }]) => ({
      subject,
      firstAt,
      lastAt,
      fields: Object.fromEntries([...fields].sort(([one], [other]) => (one < other ? -1 : 1))),
    }));
}
