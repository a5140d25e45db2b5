import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type DataProblem, parseYamlData } from '../../shared/yaml-data';
import { Channel } from '../claim.enum';
import { ClaimEventType, DeadlineKind, DeadlineRuleName } from '../timeline.enum';
import type { WorkingCalendar } from './calendar';
import { alsaceMoselleHolidays, frenchHolidays } from './holidays';

const NAME = 'deadlines.yaml';

const HOLIDAYS = { FR: frenchHolidays, FR_ALSACE_MOSELLE: alsaceMoselleHolidays } as const;

const day = z.iso.date().transform((text) => Temporal.PlainDate.from(text));
const count = z.int().min(1);
const counts = z.array(count).default([]);

const ruleShape = z
  .strictObject({
    rule: z.enum(DeadlineRuleName),
    kind: z.enum(DeadlineKind).default(DeadlineKind.REGULATORY),
    legalReference: z.string().min(1),
    validFrom: day,
    appliesTo: z.enum(['ALL_CLAIMS', 'PAYMENT_SERVICES']),
    channels: z.array(z.enum(Channel)).min(1).optional(),
    startsFrom: z.union([z.enum(['SENDING', 'RECEIPT']), z.enum(ClaimEventType)]),
    within: z.union([
      z.strictObject({ workingDays: count, calendar: z.string() }),
      z.strictObject({ months: count }),
      z.strictObject({ days: count }),
      z.strictObject({ minutes: count }),
      z.strictObject({ promised: z.literal(true) }),
    ]),
    metBy: z.array(z.enum(ClaimEventType)).min(1),
    pauses: z.boolean().default(false),
    warn: z.strictObject({ daysBefore: counts, minutesBefore: counts }).partial().default({}),
  })
  .refine(
    ({ pauses, kind, within }) => !pauses || (kind === DeadlineKind.OPERATIONAL && 'minutes' in within),
    {
      message: 'only a promise of the bank’s own that counts minutes may pause',
      path: ['pauses'],
    },
  );

const fileShape = z.strictObject({
  version: z.string(),
  calendars: z.record(
    z.string(),
    z.strictObject({
      weekdays: z.array(z.int().min(1).max(7)).min(1),
      holidays: z.enum(Object.keys(HOLIDAYS) as (keyof typeof HOLIDAYS)[]),
    }),
  ),
  regions: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        branchPrefixes: z.array(z.string().regex(/^\d{1,5}$/)),
        calendars: z.record(z.string(), z.string()),
      }),
    )
    .default([]),
  rules: z.array(ruleShape),
});

type File = z.infer<typeof fileShape>;

/** One clock of the data file. */
export type DeadlineRule = File['rules'][number];

/** The data file, read and checked. */
export interface DeadlineRules {
  readonly version: string;
  readonly calendars: ReadonlyMap<string, WorkingCalendar>;
  /** Where other holidays are kept. */
  readonly regions: File['regions'];
  readonly rules: readonly DeadlineRule[];
}

/**
 * Reads the clocks from their data file (`rules/deadlines.yaml`).
 *
 * @throws {Error} the text is not such a file; every mistake with its line.
 */
export function parseDeadlineRules(text: string): DeadlineRules {
  const { version, regions, rules, ...file } = parseYamlData(NAME, text, fileShape, unknownCalendars);
  const calendars = new Map(
    Object.entries(file.calendars).map(([name, { weekdays, holidays }]) => [
      name,
      { weekdays, holidays: HOLIDAYS[holidays] },
    ]),
  );
  return { version, calendars, regions, rules };
}

/** Calendars that are named without being there. */
function unknownCalendars({ calendars, regions, rules }: File): DataProblem[] {
  const named = [
    ...rules.map(({ rule, within }, at) => ({
      ...{ path: ['rules', at, 'within', 'calendar'], who: rule },
      names: 'calendar' in within ? [within.calendar] : [],
    })),
    ...regions.flatMap(({ name: who, calendars: local }, at) =>
      Object.entries(local).map((names) => ({ path: ['regions', at, 'calendars', names[0]], who, names })),
    ),
  ];
  return named
    .filter(({ names }) => names.some((name) => !Object.hasOwn(calendars, name)))
    .map(({ path, who }) => ({ path, message: `${who} names a calendar that the file does not have` }));
}

/** The clocks that ship with the hub. */
export const loadDeadlineRules = (): DeadlineRules =>
  parseDeadlineRules(readFileSync(join(__dirname, '..', 'rules', NAME), 'utf8'));

/**
 * The calendar by which a rule counts for a branch.
 *
 * @param name as the rule names it.
 * @param branch code (5 digits) of the branch that looks after the claim.
 */
export function calendarFor(
  { calendars, regions }: DeadlineRules,
  name: string,
  branch: string | null | undefined,
): { readonly name: string; readonly calendar: WorkingCalendar } {
  const region = regions.find(({ branchPrefixes }) =>
    branchPrefixes.some((each) => branch?.startsWith(each)),
  );
  const local = region?.calendars[name] ?? name;
  const calendar = calendars.get(local);
  if (!calendar) throw new RangeError('a rule names a calendar that there is not');
  return { name: local, calendar };
}
