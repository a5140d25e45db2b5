import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addWorkingDays } from '../../../subgraphs/claims/deadlines/calendar';
import { loadDeadlineRules } from '../../../subgraphs/claims/deadlines/rules';

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2000, 0, 1);
const days = (until: number): number => (until - FIRST) / DAY_MS;
const LAST_START = days(Date.UTC(2060, 11, 31));
const LAST = days(Date.UTC(2061, 11, 31));

/** Fixed holidays, written down a second time. */
const FRANCE = ['1/1', '1/5', '8/5', '14/7', '15/8', '1/11', '11/11', '25/12'];
const ALSACE_MOSELLE = [...FRANCE, '26/12'];

/** The ecclesiastical full moons by golden number, as the book has them for 1900 to 2199. */
const FULL_MOONS = [
  [4, 14], [4, 3], [3, 23], [4, 11], [3, 31], [4, 18], [4, 8], [3, 28], [4, 16], [4, 5],
  [3, 25], [4, 13], [4, 2], [3, 22], [4, 10], [3, 30], [4, 17], [4, 7], [3, 27],
] as const; // prettier-ignore

/** Easter by the book: the first Sunday after the full moon of its year. */
function easterByTheBook(year: number): number {
  const [month, day] = FULL_MOONS[year % 19] ?? [0, 0];
  const moon = Date.UTC(year, month - 1, day);
  return moon + (7 - new Date(moon).getUTCDay()) * DAY_MS;
}

/** A calendar of every day from 2000 to 2061, made day by day: whether it is worked. */
function bruteForce(
  rest: readonly number[],
  fixed: readonly string[],
  movable: readonly number[],
): boolean[] {
  const years = Array.from({ length: 62 }, (_, index) => 2000 + index);
  const moving = new Set(
    years.flatMap((year) => movable.map((after) => easterByTheBook(year) + after * DAY_MS)),
  );
  return Array.from({ length: LAST + 1 }, (_, offset) => {
    const day = new Date(FIRST + offset * DAY_MS);
    const date = `${day.getUTCDate()}/${day.getUTCMonth() + 1}`;
    return !rest.includes(day.getUTCDay()) && !fixed.includes(date) && !moving.has(day.getTime());
  });
}

const CALENDARS = {
  FR_MON_SAT: bruteForce([0], FRANCE, [1, 39, 50]),
  FR_MON_FRI: bruteForce([0, 6], FRANCE, [1, 39, 50]),
  FR_AM_MON_SAT: bruteForce([0], ALSACE_MOSELLE, [-2, 1, 39, 50]),
  FR_AM_MON_FRI: bruteForce([0, 6], ALSACE_MOSELLE, [-2, 1, 39, 50]),
} as const;

const text = (offset: number): string => new Date(FIRST + offset * DAY_MS).toISOString().slice(0, 10);

describe.each(Object.entries(CALENDARS))('working days of %s', (name, worked) => {
  const calendar = loadDeadlineRules().calendars.get(name);
  if (!calendar) throw new Error(`no calendar ${name}`);
  const add = (offset: number, count: number): string =>
    addWorkingDays(Temporal.PlainDate.from(text(offset)), count, calendar).toString();

  it('are those of a calendar made day by day, from 2000 to 2060', () => {
    const expected = worked.flatMap((isWorked, offset) =>
      isWorked && offset > 0 && offset <= LAST_START ? [text(offset)] : [],
    );
    const found: string[] = [];
    let day = Temporal.PlainDate.from(text(0));
    while (found.length < expected.length) {
      day = addWorkingDays(day, 1, calendar);
      found.push(day.toString());
    }
    expect(found).toEqual(expected);
  });

  it('added to any day give the day that counting one by one gives', () => {
    const starts = fc.integer({ min: 0, max: LAST_START });
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 60 }), (start, count) => {
        let offset = start;
        for (let left = count; left > 0;) {
          offset += 1;
          if (worked[offset]) left -= 1;
        }
        expect(add(start, count)).toBe(text(offset));
      }),
      { numRuns: 250 },
    );
  });
});
