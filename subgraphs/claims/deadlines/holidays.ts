import { Temporal } from 'temporal-polyfill';

/** Holidays that move with Easter, in days after Easter Sunday. */
const EASTER_MONDAY = 1;
const ASCENSION = 39;
const WHIT_MONDAY = 50;
const GOOD_FRIDAY = -2;

/** 1 January, 1 and 8 May, 14 July, 15 August, 1 and 11 November, 25 December. */
const FIXED = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];

/** Easter Sunday of a year of the Gregorian calendar (the anonymous algorithm of 1876). */
export function easterSunday(year: number): Temporal.PlainDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * late + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(days / 31), day: (days % 31) + 1 });
}

/** The days of a year that are not worked, whatever their weekday, as `YYYY-MM-DD`. */
type Holidays = (year: number) => ReadonlySet<string>;

const kept = (daysOf: (year: number) => Iterable<string>): Holidays => {
  const years = new Map<number, ReadonlySet<string>>();
  return (year) => {
    let days = years.get(year);
    if (!days) years.set(year, (days = new Set(daysOf(year))));
    return days;
  };
};

const dayOf = (year: number, monthAndDay: string): string =>
  `${year.toString().padStart(4, '0')}-${monthAndDay}`;

/** The eleven legal holidays of France (art. L.3133-1 of the labour code). */
export const frenchHolidays: Holidays = kept((year) => {
  const easter = easterSunday(year);
  const moving = [EASTER_MONDAY, ASCENSION, WHIT_MONDAY].map((days) => easter.add({ days }).toString());
  return [...FIXED.map((monthAndDay) => dayOf(year, monthAndDay)), ...moving];
});

/** The thirteen of Bas-Rhin, Haut-Rhin and Moselle: Good Friday and 26 December too (art. L.3134-13). */
export const alsaceMoselleHolidays: Holidays = kept((year) => [
  ...frenchHolidays(year),
  easterSunday(year).add({ days: GOOD_FRIDAY }).toString(),
  dayOf(year, '12-26'),
]);
