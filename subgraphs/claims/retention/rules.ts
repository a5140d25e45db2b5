import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { parse } from 'yaml';
import { z } from 'zod';
import { parisDay, startOfParisDay } from '../../shared/paris-day';

const years = z.strictObject({ years: z.int().min(1) });

const fileShape = z.strictObject({
  version: z.string(),
  claims: z
    .array(
      z.strictObject({
        validFrom: z.iso.date().transform((text) => Temporal.PlainDate.from(text)),
        legalReference: z.string().min(1),
        archiveAfter: years,
        purgeAfter: years,
      }),
    )
    .min(1),
  accounting: z.strictObject({ legalReference: z.string().min(1), years: z.int().min(1) }),
  idempotencyDays: z.int().min(1),
});

/** The data file, read and checked; its entries in the order in which they began to count. */
export type RetentionRules = z.infer<typeof fileShape>;

/** @param text YAML. @throws {Error} not such a file; it says where. */
export function parseRetentionRules(text: string): RetentionRules {
  const file = fileShape.parse(parse(text));
  return {
    ...file,
    claims: file.claims.toSorted((a, b) => Temporal.PlainDate.compare(a.validFrom, b.validFrom)),
  };
}

/** The rules that ship with the hub (`rules/retention.yaml`). */
export const loadRetentionRules = (): RetentionRules =>
  parseRetentionRules(readFileSync(join(__dirname, '..', 'rules', 'retention.yaml'), 'utf8'));

/** Until when a claim is kept. */
export interface RetentionDates {
  readonly legalReference: string;
  readonly archiveOn: Temporal.PlainDate;
  readonly purgeOn: Temporal.PlainDate;
}

/** @returns `undefined` for a claim that was closed before every rule. */
export function retentionOf(closedAt: Date, { claims }: RetentionRules): RetentionDates | undefined {
  const closedOn = parisDay(closedAt);
  const rule = claims.findLast(({ validFrom }) => Temporal.PlainDate.compare(validFrom, closedOn) <= 0);
  return (
    rule && {
      legalReference: rule.legalReference,
      archiveOn: closedOn.add(rule.archiveAfter),
      purgeOn: closedOn.add(rule.purgeAfter),
    }
  );
}

/**
 * When claims were closed whose time is over: one span per rule.
 *
 * @returns ISO 8601 instants, in pairs; a claim closed at or after `since` and before `until` may go.
 */
export function overSpans(
  { claims }: RetentionRules,
  now: Date,
): { readonly since: readonly string[]; readonly until: readonly string[] } {
  const today = parisDay(now);
  const spans = claims.map(({ validFrom, purgeAfter }, index) => {
    const next = claims[index + 1]?.validFrom;
    const last = today.subtract(purgeAfter).add({ days: 1 });
    const end = next && Temporal.PlainDate.compare(next, last) < 0 ? next : last;
    return [startOfParisDay(validFrom).toISOString(), startOfParisDay(end).toISOString()] as const;
  });
  return { since: spans.map(([since]) => since), until: spans.map(([, until]) => until) };
}
