import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { parisDay, startOfParisDay } from '../../shared/paris-day';
import { parseYamlData } from '../../shared/yaml-data';
import { ClaimantCapacity } from '../claim.enum';

const NAME = 'retention.yaml';

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
  prospects: z.array(
    z.strictObject({
      validFrom: z.iso.date().transform((text) => Temporal.PlainDate.from(text)),
      legalReference: z.string().min(1),
      capacities: z.array(z.enum(ClaimantCapacity)).min(1),
      purgeAfter: years,
    }),
  ),
  accounting: z.strictObject({ legalReference: z.string().min(1), years: z.int().min(1) }),
  idempotencyDays: z.int().min(1),
});

/** The data file, read and checked; its entries in the order in which they began to count. */
export type RetentionRules = z.infer<typeof fileShape>;

/** @param text YAML. @throws {Error} not such a file; every mistake with its line. */
export function parseRetentionRules(text: string): RetentionRules {
  const file = parseYamlData(NAME, text, fileShape);
  return {
    ...file,
    claims: byFirstDay(file.claims),
    prospects: byFirstDay(file.prospects),
  };
}

const byFirstDay = <T extends { readonly validFrom: Temporal.PlainDate }>(entries: readonly T[]): T[] =>
  entries.toSorted((a, b) => Temporal.PlainDate.compare(a.validFrom, b.validFrom));

/** The rules that ship with the hub (`rules/retention.yaml`). */
export const loadRetentionRules = (): RetentionRules =>
  parseRetentionRules(readFileSync(join(__dirname, '..', 'rules', NAME), 'utf8'));

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
 * Until when the claim of whoever never was a customer is kept at most.
 *
 * @param lastContact the last time that they wrote.
 * @returns `undefined` where no rule means them.
 */
export function prospectUntil(
  capacity: ClaimantCapacity,
  lastContact: Date,
  { prospects }: RetentionRules,
): { readonly legalReference: string; readonly purgeOn: Temporal.PlainDate } | undefined {
  const day = parisDay(lastContact);
  const rule = prospects.findLast(({ validFrom }) => Temporal.PlainDate.compare(validFrom, day) <= 0);
  return rule?.capacities.includes(capacity)
    ? { legalReference: rule.legalReference, purgeOn: day.add(rule.purgeAfter) }
    : undefined;
}

/** Instants in pairs, ISO 8601: what happened at or after `since` and before `until` is long enough ago. */
interface Spans {
  readonly since: readonly string[];
  readonly until: readonly string[];
}

/** When claims were closed whose time is over: one span per rule. */
export const overSpans = ({ claims }: RetentionRules, now: Date): Spans => spansOf(claims, now);

/** When whoever never was a customer wrote last, for their time to be over; and as what they claimed, in JSON, one span per rule. */
export const prospectSpans = (
  { prospects }: RetentionRules,
  now: Date,
): Spans & { readonly capacities: readonly string[] } => ({
  ...spansOf(prospects, now),
  capacities: prospects.map(({ capacities }) => JSON.stringify(capacities)),
});

function spansOf(
  rules: readonly {
    readonly validFrom: Temporal.PlainDate;
    readonly purgeAfter: { readonly years: number };
  }[],
  now: Date,
): Spans {
  const today = parisDay(now);
  const spans = rules.map(({ validFrom, purgeAfter }, index) => {
    const next = rules[index + 1]?.validFrom;
    const last = today.subtract(purgeAfter).add({ days: 1 });
    const end = next && Temporal.PlainDate.compare(next, last) < 0 ? next : last;
    return [startOfParisDay(validFrom).toISOString(), startOfParisDay(end).toISOString()] as const;
  });
  return { since: spans.map(([since]) => since), until: spans.map(([, until]) => until) };
}
