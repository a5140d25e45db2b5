import { Temporal } from 'temporal-polyfill';
import { type ClockedClaim, deadlinesOf } from '../../../subgraphs/claims/deadlines/deadlines';
import { deadlineReport } from '../../../subgraphs/claims/deadlines/report';
import { loadDeadlineRules, parseDeadlineRules } from '../../../subgraphs/claims/deadlines/rules';

const rules = loadDeadlineRules();
const now = new Date('2026-05-15T12:00:00Z');
const claim: ClockedClaim = {
  product: 'CARD',
  aboutOperation: true,
  sentAt: null,
  receivedAt: new Date('2026-04-30T08:00:00Z'),
  events: [{ type: 'FILED', at: new Date('2026-04-30T08:00:00Z') }],
};
const clock = (rule: string, of: ClockedClaim, at: Date | string, under = rules) =>
  deadlinesOf(of, under, new Date(at)).find((each) => each.rule === rule);

describe('the law’s clocks', () => {
  it('count by the calendar of the branch: Good Friday and 26 December are not worked in Strasbourg', () => {
    const from = (branch: string, receivedAt: string) => {
      const due = clock('ACKNOWLEDGEMENT', { ...claim, branch, receivedAt: new Date(receivedAt) }, now);
      return `${due?.dueOn.toString()} ${due?.calendar}`;
    };
    expect(from('67001', '2026-12-21T10:00:00Z')).toBe('2027-01-05 FR_AM_MON_SAT');
    expect(from('01042', '2026-12-21T10:00:00Z')).toBe('2027-01-04 FR_MON_SAT');
    expect(from('68003', '2026-03-30T10:00:00Z')).toBe('2026-04-13 FR_AM_MON_SAT');
    expect(from('99001', '2026-03-30T10:00:00Z')).toBe('2026-04-11 FR_MON_SAT');
  });

  it.each([
    ['2026-10-24T21:59:59Z', '2026-10-24', '2026-12-24', '2026-12-24T23:00:00.000Z'],
    ['2026-10-24T22:00:00Z', '2026-10-25', '2026-12-25', '2026-12-25T23:00:00.000Z'],
    ['2027-03-27T22:59:59Z', '2027-03-27', '2027-05-27', '2027-05-27T22:00:00.000Z'],
    ['2026-12-31T22:59:59Z', '2026-12-31', '2027-02-28', '2027-02-28T23:00:00.000Z'],
    ['2027-12-31T22:59:59Z', '2027-12-31', '2028-02-29', '2028-02-29T23:00:00.000Z'],
  ])(
    'of what came at %s start on %s and end with %s, at midnight in Paris whatever the season',
    (at, ...days) => {
      const answer = clock('ANSWER', { ...claim, receivedAt: new Date(at) }, now);
      expect([answer?.startsOn.toString(), answer?.dueOn.toString(), answer?.dueAt.toISOString()]).toEqual(
        days,
      );
    },
  );

  it('are those that counted on the day the claim was received, even where it was sent earlier', () => {
    const entry = (validFrom: string, months: number) =>
      `  - { rule: ANSWER, legalReference: L, validFrom: ${validFrom}, appliesTo: ALL_CLAIMS, startsFrom: SENDING, within: { months: ${months} }, metBy: [ANSWERED] }`;
    const two = parseDeadlineRules(
      ['version: "1"', 'calendars: {}', 'rules:', entry('2000-01-01', 2), entry('2026-06-01', 1)].join('\n'),
    );
    const sentAt = new Date('2026-05-28T10:00:00Z');
    const due = (receivedAt: string) =>
      clock('ANSWER', { ...claim, sentAt, receivedAt: new Date(receivedAt) }, now, two)?.dueOn.toString();
    expect(due('2026-05-31T21:59:59Z')).toBe('2026-07-28');
    expect(due('2026-05-31T22:00:00Z')).toBe('2026-06-28');
  });

  it('hold the bank to the day that its holding reply named', () => {
    const held: ClockedClaim = {
      ...claim,
      promisedOn: Temporal.PlainDate.from('2026-06-01'),
      events: [...claim.events, { type: 'HOLDING_REPLY_SENT', at: now }],
    };
    const promise = (at: string) => clock('HOLDING_PROMISE', held, at)?.status;
    expect(promise('2026-05-20T12:00:00Z')).toBe('RUNNING');
    expect(promise('2026-06-01T12:00:00Z')).toBe('APPROACHING');
    expect(promise('2026-06-02T12:00:00Z')).toBe('MISSED');
    expect(clock('HOLDING_PROMISE', { ...held, promisedOn: null }, now)).toBeUndefined();
  });

  it('say until when the claimant may go to the mediator, and lapse without blame', () => {
    expect(clock('MEDIATOR_WINDOW', claim, '2026-05-01T10:00:00Z')).toMatchObject({
      kind: 'CLAIMANT_RIGHT',
      status: 'RUNNING',
      dueOn: Temporal.PlainDate.from('2027-04-30'),
    });
    expect(clock('MEDIATOR_WINDOW', claim, '2027-05-01T10:00:00Z')?.status).toBe('LAPSED');
    const referred: ClockedClaim = {
      ...claim,
      events: [...claim.events, { type: 'REFERRED_TO_MEDIATOR', at: now }],
    };
    expect(clock('MEDIATOR_WINDOW', referred, '2027-05-01T10:00:00Z')?.status).toBe('MET');
  });
});

describe('the bank’s own promise of a first reply', () => {
  const online: ClockedClaim = {
    product: 'OTHER',
    aboutOperation: false,
    channel: 'MOBILE',
    sentAt: null,
    receivedAt: new Date('2026-11-22T03:00:00Z'), // A Sunday, at night.
    events: [],
  };
  const at = (time: string) => new Date(`2026-11-22T${time}Z`);
  const reply = (of: ClockedClaim, when: Date, under = rules) => clock('FIRST_REPLY', of, when, under);

  it('is kept within 15 minutes, at night and on Sundays too', () => {
    expect(reply(online, at('03:09:59'))).toMatchObject({
      kind: 'OPERATIONAL',
      status: 'RUNNING',
      dueAt: at('03:15:00'),
    });
    expect(reply(online, at('03:10:00'))?.status).toBe('APPROACHING');
    expect(reply(online, at('03:15:00'))?.status).toBe('MISSED');
    const answered: ClockedClaim = { ...online, events: [{ type: 'MESSAGE_SENT', at: at('03:14:59') }] };
    expect(reply(answered, at('23:00:00'))?.status).toBe('MET');
  });

  it('is not made for letters, nor for what came before it was made', () => {
    expect(reply({ ...online, channel: 'LETTER' }, now)).toBeUndefined();
    expect(reply({ ...online, receivedAt: new Date('2026-10-31T22:59:59Z') }, now)).toBeUndefined();
  });

  it('may pause while others are waited for; the law’s clocks may not', () => {
    const text = [
      'version: "1"',
      'calendars: {}',
      'rules:',
      '  - { rule: FIRST_REPLY, kind: OPERATIONAL, legalReference: P, validFrom: 2020-01-01, appliesTo: ALL_CLAIMS, startsFrom: RECEIPT, within: { minutes: 60 }, metBy: [ANSWERED], pauses: true }',
    ].join('\n');
    const promise = parseDeadlineRules(text);
    const waiting: ClockedClaim = {
      ...online,
      events: [{ type: 'INFORMATION_REQUESTED', at: at('03:30:00') }],
    };
    expect(reply(waiting, at('09:00:00'), promise)?.status).toBe('PAUSED');
    const resumed: ClockedClaim = {
      ...online,
      events: [...waiting.events, { type: 'INFORMATION_RECEIVED', at: at('05:30:00') }],
    };
    expect(reply(resumed, at('05:59:00'), promise)).toMatchObject({
      status: 'RUNNING',
      dueAt: at('06:00:00'),
    });
    expect(reply(resumed, at('06:00:00'), promise)?.status).toBe('MISSED');
    const refused = () => parseDeadlineRules(text.replace('OPERATIONAL', 'REGULATORY'));
    expect(refused).toThrow('only a promise of the bank’s own');
    const law = deadlinesOf(waiting, rules, at('09:00:00')).filter(({ kind }) => kind === 'REGULATORY');
    expect(law.map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING']);
  });
});

describe('the table of clocks', () => {
  it('names every clock in force on a day with what sets it, and leaves out those that were not yet', () => {
    const lines = deadlineReport({ on: '2026-11-22' }, []).split('\n').slice(3);
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      ...new Set(rules.rules.map(({ rule }) => rule)),
    ]);
    expect(lines.find((line) => line.startsWith('PAYMENT_ANSWER'))).toContain('CMF L.133-45');
    expect(deadlineReport({ on: '2026-10-31' }, [])).not.toContain('FIRST_REPLY');
  });

  it('gives the last days of a claim, by its product and its branch', () => {
    const dates = deadlineReport({ received: '2026-04-30', product: 'CARD' }, []);
    expect(dates).toMatch(/PAYMENT_ANSWER +CMF L\.133-45 +2026-05-21 +FR_MON_SAT/);
    const pricing = { received: '2026-12-21', product: 'PRICING', branch: '67001' };
    expect(deadlineReport(pricing, [])).toMatch(/ACKNOWLEDGEMENT .*2027-01-05 +FR_AM_MON_SAT/);
    expect(() => deadlineReport({ received: '2026-04-31' }, [])).toThrow();
    expect(() => deadlineReport({ received: '2026-04-30', product: 'HORSE' }, [])).toThrow(
      '--product: one of ACCOUNT',
    );
  });
});
