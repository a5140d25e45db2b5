import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { parse } from 'yaml';
import { z } from 'zod';
import { ClaimEventType, DeadlineRuleName } from '../timeline.enum';
import type { WorkingCalendar } from './calendar';
import { frenchHolidays } from './holidays';

const day = z.iso.date().transform((text) => Temporal.PlainDate.from(text));

const fileShape = z.strictObject({
  version: z.string(),
  calendars: z.record(
    z.string(),
    z.strictObject({ weekdays: z.array(z.int().min(1).max(7)).min(1), holidays: z.literal('FR') }),
  ),
  rules: z.array(
    z.strictObject({
      rule: z.enum(DeadlineRuleName),
      legalReference: z.string().min(1),
      validFrom: day,
      appliesTo: z.enum(['ALL_CLAIMS', 'PAYMENT_SERVICES']),
      startsFrom: z.enum(['SENDING', 'RECEIPT']),
      within: z.union([
        z.strictObject({ workingDays: z.int().min(1), calendar: z.string() }),
        z.strictObject({ months: z.int().min(1) }),
      ]),
      metBy: z.array(z.enum(ClaimEventType)).min(1),
    }),
  ),
});

/** One clock of the data file. */
export type DeadlineRule = z.infer<typeof fileShape>['rules'][number];

/** The data file, read and checked. */
export interface DeadlineRules {
  readonly calendars: ReadonlyMap<string, WorkingCalendar>;
  readonly rules: readonly DeadlineRule[];
}

/**
 * Reads the clocks from their data file (`rules/deadlines.yaml`).
 *
 * @throws {Error} the text is not such a file; the message says where.
 */
export function parseDeadlineRules(text: string): DeadlineRules {
  const file = fileShape.parse(parse(text));
  const calendars = new Map(
    Object.entries(file.calendars).map(([name, { weekdays }]) => [
      name,
      { weekdays, holidays: frenchHolidays },
    ]),
  );
  for (const { rule, within } of file.rules) {
    if ('calendar' in within && !calendars.has(within.calendar)) {
      throw new Error(`deadlines: ${rule} names a calendar that the file does not have`);
    }
  }
  return { calendars, rules: file.rules };
}

/** The clocks that ship with the hub. */
export const loadDeadlineRules = (): DeadlineRules =>
  parseDeadlineRules(readFileSync(join(__dirname, '..', 'rules', 'deadlines.yaml'), 'utf8'));
