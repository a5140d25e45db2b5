import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { parisDay } from '../shared/paris-day';
import { parseYamlData } from '../shared/yaml-data';
import { PrivacyClockStatus } from './request.enum';

const NAME = 'deadlines.yaml';

const fileShape = z.strictObject({
  version: z.string(),
  clocks: z
    .array(
      z.strictObject({
        legalReference: z.string().min(1),
        validFrom: z.iso.date().transform((text) => Temporal.PlainDate.from(text)),
        months: z.int().min(1),
        extension: z.strictObject({ months: z.int().min(1) }),
        dueSoonDays: z.int().min(0),
        warn: z.strictObject({ daysBefore: z.array(z.int().min(0)) }),
      }),
    )
    .min(1),
});

/** One entry of the data file. */
type ClockRule = z.infer<typeof fileShape>['clocks'][number];

/** The data file, read and checked. */
export interface ClockRules {
  readonly version: string;
  /** By the day from which they count. */
  readonly clocks: readonly ClockRule[];
}

/** The clock of one request. */
export interface PrivacyClock {
  readonly legalReference: string;
  /** The last day that is in time without an extension: the person is told of one until then. */
  readonly firstDueOn: Temporal.PlainDate;
  /** The last day that is in time, extension included. */
  readonly dueOn: Temporal.PlainDate;
  /** How many days ahead of the last one it is warned of. */
  readonly warnDays: readonly number[];
  readonly status: PrivacyClockStatus;
}

/** What the clock needs to know of a request. */
interface Clocked {
  readonly receivedAt: Date;
  readonly extended: boolean;
  readonly closed: boolean;
}

/** The clocks that ship with the hub (`rules/deadlines.yaml`). @throws {Error} not such a file; every mistake with its line. */
export const loadClockRules = (): ClockRules =>
  parseClockRules(readFileSync(join(__dirname, 'rules', NAME), 'utf8'));

/** @param text YAML. @throws {Error} not such a file; every mistake with its line. */
function parseClockRules(text: string): ClockRules {
  const { version, clocks } = parseYamlData(NAME, text, fileShape);
  return { version, clocks: clocks.toSorted((a, b) => Temporal.PlainDate.compare(a.validFrom, b.validFrom)) };
}

/**
 * Counts calendar months from the day of receipt in Paris. The clock never pauses.
 *
 * @param now decides what is late: from the day after the last.
 * @throws {RangeError} the request is older than every rule.
 */
export function clockOf(
  { receivedAt, extended, closed }: Clocked,
  { clocks }: ClockRules,
  now: Date,
): PrivacyClock {
  const start = parisDay(receivedAt);
  const rule = clocks.findLast(({ validFrom }) => Temporal.PlainDate.compare(validFrom, start) <= 0);
  if (!rule) throw new RangeError('the request is older than the rules');
  const firstDueOn = start.add({ months: rule.months });
  const dueOn = extended ? start.add({ months: rule.months + rule.extension.months }) : firstDueOn;
  const left = parisDay(now).until(dueOn, { largestUnit: 'day' }).days;
  const running =
    left < 0
      ? PrivacyClockStatus.LATE
      : left <= rule.dueSoonDays
        ? PrivacyClockStatus.DUE_SOON
        : PrivacyClockStatus.ON_TIME;
  return {
    legalReference: rule.legalReference,
    firstDueOn,
    dueOn,
    warnDays: rule.warn.daysBefore,
    status: closed ? PrivacyClockStatus.DONE : running,
  };
}
