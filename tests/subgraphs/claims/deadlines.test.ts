import { Temporal } from 'temporal-polyfill';
import { addWorkingDays, type WorkingCalendar } from '../../../subgraphs/claims/deadlines/calendar';
import { deadlinesOf, type ClockedClaim } from '../../../subgraphs/claims/deadlines/deadlines';
import {
  alsaceMoselleHolidays,
  easterSunday,
  frenchHolidays,
} from '../../../subgraphs/claims/deadlines/holidays';
import { loadDeadlineRules, parseDeadlineRules } from '../../../subgraphs/claims/deadlines/rules';
import { parisDay, startOfParisDay } from '../../../subgraphs/shared/paris-day';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const rules = loadDeadlineRules();
const calendar = (name: string): WorkingCalendar => {
  const found = rules.calendars.get(name);
  if (!found) throw new Error(`no calendar ${name}`);
  return found;
};

describe('French holidays', () => {
  it('are the eleven of 2026', () => {
    expect([...frenchHolidays(2026)].sort()).toEqual([
      '2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25',
      '2026-07-14', '2026-08-15', '2026-11-01', '2026-11-11', '2026-12-25',
    ]); // prettier-ignore
  });

  it('are thirteen in Alsace-Moselle, Good Friday and 26 December too', () => {
    expect([...alsaceMoselleHolidays(2026)].filter((each) => !frenchHolidays(2026).has(each)).sort()).toEqual(
      ['2026-04-03', '2026-12-26'],
    );
  });

  it.each([
    [1961, '1961-04-02'], [1981, '1981-04-19'], [2000, '2000-04-23'], [2008, '2008-03-23'], [2011, '2011-04-24'],
    [2025, '2025-04-20'], [2038, '2038-04-25'], [2049, '2049-04-18'], [2076, '2076-04-19'], [2285, '2285-03-22'],
  ])('Easter of %i is %s', (year, expected) => {
    expect(easterSunday(year).toString()).toBe(expected);
  }); // prettier-ignore
});

describe('working days', () => {
  it.each([
    ['2025-04-14', 10, '2025-04-26', '2025-04-29'],
    ['2025-04-14', 15, '2025-05-03', '2025-05-07'],
    ['2025-04-14', 35, '2025-05-28', '2025-06-06'],
    ['2025-12-19', 10, '2026-01-02', '2026-01-06'],
    ['2025-12-19', 15, '2026-01-08', '2026-01-13'],
    ['2025-12-19', 35, '2026-01-31', '2026-02-10'],
    ['2026-04-30', 10, '2026-05-15', '2026-05-19'],
    ['2026-04-30', 15, '2026-05-21', '2026-05-27'],
    ['2026-04-30', 35, '2026-06-15', '2026-06-24'],
    ['2026-07-10', 10, '2026-07-23', '2026-07-27'],
    ['2026-07-10', 15, '2026-07-29', '2026-08-03'],
    ['2026-07-10', 35, '2026-08-22', '2026-08-31'],
  ])('%s and %i more is %s Monday to Saturday, %s Monday to Friday', (start, count, saturday, friday) => {
    expect(addWorkingDays(day(start), count, calendar('FR_MON_SAT')).toString()).toBe(saturday);
    expect(addWorkingDays(day(start), count, calendar('FR_MON_FRI')).toString()).toBe(friday);
  });
});

describe('days in Paris', () => {
  it.each([
    ['2026-11-20T23:30:00Z', '2026-11-21'],
    ['2026-07-20T21:59:59Z', '2026-07-20'],
    ['2026-07-20T22:00:00Z', '2026-07-21'],
  ])('%s is %s', (instant, expected) => {
    expect(parisDay(new Date(instant)).toString()).toBe(expected);
  });

  it('begin one hour before UTC’s in winter and two in summer', () => {
    expect(startOfParisDay(day('2026-11-20')).toISOString()).toBe('2026-11-19T23:00:00.000Z');
    expect(startOfParisDay(day('2026-07-20')).toISOString()).toBe('2026-07-19T22:00:00.000Z');
  });
});

describe('the clocks of a claim', () => {
  const claim: ClockedClaim = {
    product: 'CARD',
    aboutOperation: true,
    sentAt: null,
    receivedAt: new Date('2026-04-30T08:00:00Z'),
    events: [{ type: 'FILED', at: new Date('2026-04-30T08:00:00Z') }],
  };
  const now = new Date('2026-05-15T12:00:00Z');
  const legal = (of: ClockedClaim, at: Date) =>
    deadlinesOf(of, rules, at).filter(({ kind }) => kind === 'REGULATORY');
  const shown = (of: ClockedClaim, at: Date) =>
    legal(of, at).map(
      (each) =>
        `${each.rule} ${each.startsOn.toString()} ${each.dueOn.toString()} ${each.calendar} ${each.status}`,
    );

  it('are four for payment services', () => {
    expect(shown(claim, now)).toEqual([
      'ACKNOWLEDGEMENT 2026-04-30 2026-05-15 FR_MON_SAT APPROACHING',
      'ANSWER 2026-04-30 2026-06-30 CIVIL RUNNING',
      'PAYMENT_ANSWER 2026-04-30 2026-05-21 FR_MON_SAT RUNNING',
      'PAYMENT_FINAL 2026-04-30 2026-06-15 FR_MON_SAT RUNNING',
    ]);
  });

  it('name the law on each', () => {
    expect(
      new Set(legal(claim, now).map(({ rule, legalReference }) => `${rule}: ${legalReference}`)),
    ).toEqual(
      new Set([
        'ACKNOWLEDGEMENT: ACPR 2024-R-02 (2022-R-01)',
        'ANSWER: ACPR 2024-R-02 (2022-R-01)',
        'PAYMENT_ANSWER: CMF L.133-45',
        'PAYMENT_FINAL: CMF L.133-45',
      ]),
    );
  });

  it.each([
    ['ACCOUNT', false, 2],
    ['ACCOUNT', true, 4],
    ['TRANSFER', false, 4],
    ['DIRECT_DEBIT', false, 4],
    ['CHEQUE', false, 4],
    ['PRICING', false, 2],
  ] as const)('of a claim about %s (about an operation: %s) are %i', (product, aboutOperation, count) => {
    expect(shown({ ...claim, product, aboutOperation }, now)).toHaveLength(count);
  });

  it('start from the sending where it is known, payment services’ from the arrival', () => {
    const sent = { ...claim, sentAt: new Date('2026-04-27T22:30:00Z') };
    expect(legal(sent, now).map(({ startsOn }) => startsOn.toString())).toEqual([
      '2026-04-28', '2026-04-28', '2026-04-30', '2026-04-30',
    ]); // prettier-ignore
  });

  it.each([
    ['2025-12-31', '2026-02-28'],
    ['2023-12-31', '2024-02-29'],
    ['2026-06-30', '2026-08-30'],
    ['2026-12-30', '2027-02-28'],
  ])('two months after %s are %s', (start, due) => {
    const received = { ...claim, receivedAt: new Date(`${start}T11:00:00Z`) };
    expect(
      deadlinesOf(received, rules, now)
        .find(({ rule }) => rule === 'ANSWER')
        ?.dueOn.toString(),
    ).toBe(due);
  });

  it('are missed from the day after the last, in Paris', () => {
    expect(shown(claim, new Date('2026-05-15T21:59:59Z'))[0]).toContain('APPROACHING');
    expect(shown(claim, new Date('2026-05-15T22:00:00Z'))[0]).toContain('MISSED');
  });

  it.each([
    ['2026-05-15T21:59:59Z', 'MET'],
    ['2026-05-15T22:00:00Z', 'MET_LATE'],
  ])('stop at the acknowledgement of %s: %s', (at, status) => {
    const acknowledged = {
      ...claim,
      events: [...claim.events, { type: 'ACKNOWLEDGED' as const, at: new Date(at) }],
    };
    expect(shown(acknowledged, new Date('2026-09-01T00:00:00Z'))[0]).toContain(` ${status}`);
  });

  it('let a holding reply meet the first payment clock only', () => {
    const held = { ...claim, events: [...claim.events, { type: 'HOLDING_REPLY_SENT' as const, at: now }] };
    expect(legal(held, now).map(({ status }) => status)).toEqual([
      'APPROACHING',
      'RUNNING',
      'MET',
      'RUNNING',
    ]);
  });

  it('are all met by an answer, and end with a withdrawal', () => {
    for (const type of ['ANSWERED', 'WITHDRAWN'] as const) {
      const ended = { ...claim, events: [...claim.events, { type, at: now }] };
      expect(legal(ended, now).map(({ status }) => status)).toEqual(['MET', 'MET', 'MET', 'MET']);
    }
  });
});

describe('the rules file', () => {
  const entry = (days: number, validFrom: string) =>
    `  - { rule: ANSWER, legalReference: L, validFrom: ${validFrom}, appliesTo: ALL_CLAIMS, startsFrom: RECEIPT, within: { workingDays: ${days}, calendar: C }, metBy: [ANSWERED] }`;
  const file = (...entries: string[]) =>
    [
      'version: "1"',
      'calendars: { C: { weekdays: [1, 2, 3, 4, 5, 6], holidays: FR } }',
      'rules:',
      ...entries,
    ].join('\n');

  it('may hold several entries of one rule: the latest that had begun counts', () => {
    const two = parseDeadlineRules(file(entry(5, '2026-06-01'), entry(10, '2020-01-01')));
    const dueOn = (receivedAt: string) =>
      deadlinesOf(
        {
          product: 'OTHER',
          aboutOperation: false,
          sentAt: null,
          receivedAt: new Date(receivedAt),
          events: [],
        },
        two,
        new Date(receivedAt),
      ).map((each) => each.dueOn.toString());
    expect(dueOn('2026-06-01T08:00:00Z')).toEqual(['2026-06-06']);
    expect(dueOn('2026-05-29T08:00:00Z')).toEqual(['2026-06-10']);
    expect(dueOn('2019-05-31T08:00:00Z')).toEqual([]);
  });

  it('is refused with the place of the mistake', () => {
    expect(() => parseDeadlineRules(file(entry(0, '2026-06-01')))).toThrow(
      'deadlines.yaml:4: rules.0.within',
    );
    expect(() => parseDeadlineRules(file(entry(5, '2026-06-31')))).toThrow(
      'deadlines.yaml:4: rules.0.validFrom',
    );
    expect(() =>
      parseDeadlineRules(file(entry(5, '2026-06-01')).replace('calendar: C', 'calendar: D')),
    ).toThrow(
      'deadlines.yaml:4: rules.0.within.calendar: ANSWER names a calendar that the file does not have',
    );
  });
});
