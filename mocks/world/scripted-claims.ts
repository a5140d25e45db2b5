import type { Course } from './claim-course';
import type { Account, Ledger, Operation } from './ledger';
import type { MotiveCode } from './motives';
import type { Customer } from './people';
import { HOME_ADVISER } from './places';

/** A claim that demonstrations and tests count on: its course is written down, not drawn. */
export interface Scripted {
  readonly motive: MotiveCode;
  readonly filedAt: string;
  readonly account: Account;
  readonly operation: Operation | undefined;
  readonly course: Course;
  readonly handler: string;
}

const PLAIN: Course = {
  acknowledgedAfter: 1,
  answeredAfter: 9,
  holdingReply: false,
  level: 'ADVISER',
  escalated: false,
  asksCustomer: false,
  asksThirdParty: false,
  reminder: false,
  end: undefined,
  outcome: 'UPHELD',
  closedAfter: 6,
  reopened: false,
  mediated: false,
};

/** @returns the claims of the first customer, all with the actor `adviser`; their operations are booked here. */
export function scriptedClaims(first: Customer, { accounts, book }: Ledger): Scripted[] {
  const account = accounts.find(({ holder }) => holder === first);
  if (!account) throw new RangeError('the first customer has no account');
  const claim = (
    motive: MotiveCode,
    filedAt: string,
    operation: Operation | undefined,
    course: Partial<Course>,
  ): Scripted => ({
    motive,
    filedAt,
    account,
    operation,
    course: { ...PLAIN, ...course },
    handler: HOME_ADVISER,
  });
  const card = (day: string, cents: number, label: string): Operation =>
    book(account, 'CARD', day, cents, label);
  return [
    claim('SERVICE_QUALITY', '2025-05-12T08:11:40Z', undefined, { outcome: 'REJECTED', answeredAfter: 30 }),
    claim(
      'UNAUTHORISED_OPERATION',
      '2026-01-02T06:40:12Z',
      card('2025-12-29', 14_990, 'CB VOYAGES AZUR LIGNE 28/12'),
      {
        asksCustomer: true,
      },
    ),
    claim(
      'TRANSFER_DELAY',
      '2026-06-15T16:02:55Z',
      book(account, 'TRANSFER_OUT', '2026-06-11', 65_000, 'VIR SEPA INST DEPOT DE GARANTIE'),
      { outcome: 'PARTIALLY_UPHELD', asksThirdParty: true, answeredAfter: 12 },
    ),
    claim('CARD_REFUSED', '2026-10-28T10:20:31Z', undefined, {
      outcome: 'NO_FAULT_GOODWILL',
      closedAfter: 20,
    }),
    claim('FEES_CONTESTED', '2026-11-12T19:45:03Z', book(account, 'FEE_INTERVENTION', '2026-11-09', 800), {
      asksCustomer: true,
      answeredAfter: 12,
    }),
  ];
}
