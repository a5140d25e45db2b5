import { type MediableClaim, eligibilityOf } from '../../../subgraphs/claims/mediation/eligibility';
import { loadMediationRules } from '../../../subgraphs/claims/mediation/rules';
import { loadDeadlineRules } from '../../../subgraphs/claims/deadlines/rules';
import { openTestStore } from '../../harness/test-store';
import { mediationSuite } from './mediation.suite';
import { Temporal } from 'temporal-polyfill';

mediationSuite('PGlite', openTestStore);

describe('the way to the mediator', () => {
  const rules = loadMediationRules();
  const deadlines = loadDeadlineRules();
  const at = (day: string) => new Date(`${day}T10:00:00Z`);
  const claim: MediableClaim = {
    product: 'ACCOUNT',
    aboutOperation: false,
    channel: 'LETTER',
    level: 'ADVISER',
    outcome: null,
    sentAt: null,
    receivedAt: at('2026-04-30'),
    events: [{ type: 'FILED', at: at('2026-04-30') }],
  };
  const shown = (of: MediableClaim, on: string) => {
    const { eligible, reason, from, until } = eligibilityOf(of, rules, deadlines, at(on));
    return [eligible, reason, from?.toString() ?? null, until?.toString() ?? null];
  };
  const with_ = (changes: Partial<MediableClaim>, ...events: MediableClaim['events']): MediableClaim => ({
    ...claim,
    ...changes,
    events: [...claim.events, ...events],
  });
  const answered = { type: 'ANSWERED', at: at('2026-05-11') } as const;

  it.each<[string, MediableClaim, string, unknown[]]>([
    ['is closed before two months are over', claim, '2026-06-30', [false, 'TOO_EARLY', '2026-07-01', '2027-04-30']],
    ['opens after two months', claim, '2026-07-01', [true, 'NO_ANSWER_IN_TIME', '2026-07-01', '2027-04-30']],
    ['opens after fifteen working days for payment services', with_({ product: 'CARD' }), '2026-05-22', [true, 'NO_ANSWER_IN_TIME', '2026-05-22', '2027-04-30']],
    ['waits for the day that a holding reply named', with_({ product: 'CARD', promisedOn: Temporal.PlainDate.from('2026-06-10') }, { type: 'HOLDING_REPLY_SENT', at: at('2026-05-11') }), '2026-06-10', [false, 'TOO_EARLY', '2026-06-11', '2027-04-30']],
    ['stays open for a year', claim, '2027-04-30', [true, 'NO_ANSWER_IN_TIME', '2026-07-01', '2027-04-30']],
    ['closes after a year', claim, '2027-05-01', [false, 'TOO_LATE', '2026-07-01', '2027-04-30']],
    ['is not open to what was only said', with_({ channel: 'PHONE' }), '2026-07-01', [false, 'NOT_WRITTEN', null, null]],
    ['leads by the complaints service', with_({ outcome: 'REJECTED' }, answered), '2026-07-01', [false, 'COMPLAINTS_SERVICE_FIRST', null, '2027-04-30']],
    ['opens at once after its refusal', with_({ level: 'COMPLAINTS_SERVICE', outcome: 'REJECTED' }, answered), '2026-05-11', [true, 'UNSATISFACTORY_ANSWER', '2026-05-11', '2027-04-30']],
    ['is not open where all was granted', with_({ level: 'COMPLAINTS_SERVICE', outcome: 'UPHELD' }, answered), '2026-07-01', [false, 'SATISFIED', null, '2027-04-30']],
    ['counts all levels together after a reopening', with_({ level: 'COMPLAINTS_SERVICE', outcome: null }, answered, { type: 'REOPENED', at: at('2026-06-20') }), '2026-07-01', [true, 'NO_ANSWER_IN_TIME', '2026-07-01', '2027-04-30']],
    ['is gone with a withdrawal', with_({}, { type: 'WITHDRAWN', at: at('2026-05-11') }), '2026-07-01', [false, 'NO_CLAIM', null, null]],
  ])('%s', (_name, of, on, expected) => {
    expect(shown(of, on)).toEqual(expected);
  }); // prettier-ignore
});
