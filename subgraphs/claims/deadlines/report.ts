import { Temporal } from 'temporal-polyfill';
import { startOfParisDay } from '../../shared/paris-day';
import { Channel, Product } from '../claim.enum';
import { deadlinesOf, inForce } from './deadlines';
import { type DeadlineRule, type DeadlineRules, loadDeadlineRules } from './rules';

/** What is asked for: days as `YYYY-MM-DD`, codes as the graph has them. */
export interface DeadlineQuestion {
  /** The day of which the clocks are told; by default today. */
  readonly on?: string | undefined;
  /** The day on which a claim was received: its days are told instead. */
  readonly received?: string | undefined;
  readonly product?: string | undefined;
  readonly channel?: string | undefined;
  readonly branch?: string | undefined;
}

/** A clock of data subjects' requests, which are not claims. */
export interface RequestClock {
  readonly legalReference: string;
  readonly validFrom: Temporal.PlainDate;
  readonly months: number;
  readonly extension: { readonly months: number };
}

/**
 * The clocks in force on a day, or those of one claim, for people.
 *
 * @throws {Error} a day or a code is none.
 */
export function deadlineReport(question: DeadlineQuestion, requests: readonly RequestClock[]): string {
  const rules = loadDeadlineRules();
  if (question.received !== undefined) return datesOf(question, question.received, rules);
  const on = question.on === undefined ? Temporal.Now.plainDateISO('Europe/Paris') : dayOf(question.on);
  const names = [...new Set(rules.rules.map(({ rule }) => rule))];
  const rows = names.flatMap((name) => {
    const entry = inForce(name, rules.rules, on);
    return entry ? [described(entry)] : [];
  });
  const request = requests.findLast(({ validFrom }) => Temporal.PlainDate.compare(validFrom, on) <= 0);
  return [
    `Clocks in force on ${on.toString()} (rules of ${rules.version}), for claims received on that day.`,
    '',
    table([['clock', 'kind', 'set by', 'claims', 'counts from', 'within', 'since', 'warned of'], ...rows]),
    ...(request
      ? [
          '',
          `Requests of data subjects: ${request.months} month(s) from receipt, ${request.extension.months} more if they are told so (${request.legalReference}).`,
        ]
      : []),
  ].join('\n');
}

const described = (entry: DeadlineRule): string[] => [
  entry.rule,
  entry.kind,
  entry.legalReference,
  entry.channels?.join(' ') ?? entry.appliesTo,
  entry.startsFrom,
  spanOf(entry),
  entry.validFrom.toString(),
  [
    ...(entry.warn.daysBefore ?? []).map((days) => `${days} d`),
    ...(entry.warn.minutesBefore ?? []).map((minutes) => `${minutes} min`),
  ].join(', '),
];

function spanOf({ within }: DeadlineRule): string {
  if ('workingDays' in within) return `${within.workingDays} working days (${within.calendar})`;
  if ('months' in within) return `${within.months} months`;
  if ('days' in within) return `${within.days} days`;
  if ('minutes' in within) return `${within.minutes} minutes`;
  return 'the day promised';
}

function datesOf(
  { product, channel, branch }: DeadlineQuestion,
  received: string,
  rules: DeadlineRules,
): string {
  const on = dayOf(received);
  const receivedAt = new Date(startOfParisDay(on).getTime() + 12 * 3_600_000);
  const clocks = deadlinesOf(
    {
      product: wordOf('--product', product ?? Product.OTHER, Product),
      aboutOperation: false,
      channel: wordOf('--channel', channel ?? Channel.LETTER, Channel),
      branch: branch ?? null,
      sentAt: null,
      receivedAt,
      events: [],
    },
    rules,
    receivedAt,
  );
  const rows = clocks.map((each) => [each.rule, each.legalReference, each.dueOn.toString(), each.calendar]);
  return table([['clock', 'set by', 'last day', 'calendar'], ...rows]);
}

function dayOf(text: string): Temporal.PlainDate {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw new Error('a day is expected, e.g. 2026-01-31');
  return Temporal.PlainDate.from(text);
}

function wordOf<Word extends string>(
  option: string,
  text: string,
  words: Readonly<Record<string, Word>>,
): Word {
  const word = Object.values(words).find((each) => each === text);
  if (word === undefined) throw new Error(`${option}: one of ${Object.values(words).join(', ')} is expected`);
  return word;
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
