import { Temporal } from 'temporal-polyfill';

/** The bank's days are Paris days: an e-mail of 23:30 UTC arrived the next day. */
const TIME_ZONE = 'Europe/Paris';

/** The day in Paris at an instant. */
export function parisDay(instant: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(TIME_ZONE)
    .toPlainDate();
}

/** The instant at which a day begins in Paris. */
export function startOfParisDay(day: Temporal.PlainDate): Date {
  return new Date(day.toZonedDateTime(TIME_ZONE).epochMilliseconds);
}
