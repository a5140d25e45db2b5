import type { Day } from './calendar';
import type { OperationKind } from './operation-kinds';
import type { Outcome } from './shapes';

export type MotiveCode =
  | 'FEES_CONTESTED'
  | 'UNAUTHORISED_OPERATION'
  | 'CARD_LOST'
  | 'CARD_REFUSED'
  | 'TRANSFER_DELAY'
  | 'TRANSFER_ERROR'
  | 'DIRECT_DEBIT_CONTESTED'
  | 'CHEQUE_REJECTED'
  | 'ACCOUNT_CLOSURE'
  | 'CREDIT_TERMS'
  | 'SAVINGS_RATE'
  | 'SERVICE_QUALITY'
  | 'INFORMATION_MISSING'
  | 'DISCRIMINATION'
  | 'OTHER';

/** Why people complain, and what such a complaint is about. */
export interface Motive {
  readonly code: MotiveCode;
  readonly product: string;
  readonly queue: 'CARDS' | 'PAYMENTS' | 'FEES' | 'CREDIT' | 'SAVINGS' | 'GENERAL';
  /** Share of all claims, in arbitrary units. */
  readonly weight: number;
  /** What the claim points at. */
  readonly about: 'OPERATION' | 'CARD' | 'DAILY_ACCOUNT' | 'SAVINGS_ACCOUNT' | 'ANYTHING';
  /** The kinds of operation that may be disputed. */
  readonly kinds: readonly OperationKind[];
  /** A payment complaint has to be answered in 15 working days (art. L.133-45 CMF), any other in two months. */
  readonly payment: boolean;
  readonly outcomes: readonly (readonly [Outcome, number])[];
  /** How the weight changes over time: irritants that an analysis can find. */
  readonly trend?: (day: Day) => number;
}

type Rest = Partial<Pick<Motive, 'kinds' | 'payment' | 'trend'>>;

const motive = (
  code: MotiveCode,
  product: string,
  queue: Motive['queue'],
  weight: number,
  about: Motive['about'],
  [upheld, partly, rejected, goodwill]: readonly [number, number, number, number],
  rest: Rest = {},
): Motive => ({
  kinds: [],
  payment: false,
  ...rest,
  code,
  product,
  queue,
  weight,
  about,
  outcomes: [
    ['UPHELD', upheld],
    ['PARTIALLY_UPHELD', partly],
    ['REJECTED', rejected],
    ['NO_FAULT_GOODWILL', goodwill],
  ],
});

const during =
  (from: Day, to: Day, factor: number) =>
  (day: Day): number =>
    day >= from && day <= to ? factor : 1;

export const MOTIVES: readonly Motive[] = [
  // A new price list came into force on 1 January 2026.
  motive('FEES_CONTESTED', 'PRICING', 'FEES', 22, 'OPERATION', [45, 20, 20, 15], {
    kinds: [
      'FEE_INTERVENTION',
      'FEE_INTERVENTION',
      'FEE_REJECTION',
      'FEE_ACCOUNT',
      'FEE_CARD',
      'FEE_INTEREST',
    ],
    trend: during('2026-01-05', '2026-03-31', 1.9),
  }),
  motive('UNAUTHORISED_OPERATION', 'CARD', 'CARDS', 15, 'OPERATION', [62, 12, 22, 4], {
    kinds: ['CARD', 'CARD', 'CARD', 'ATM', 'TRANSFER_OUT'],
    payment: true,
  }),
  motive('CARD_LOST', 'CARD', 'CARDS', 4, 'CARD', [40, 20, 30, 10], { payment: true }),
  // The card processor changed in September 2026.
  motive('CARD_REFUSED', 'CARD', 'CARDS', 8, 'CARD', [45, 15, 20, 20], {
    payment: true,
    trend: during('2026-09-07', '2026-10-12', 3.5),
  }),
  // Instant transfers were held back for two weeks.
  motive('TRANSFER_DELAY', 'TRANSFER', 'PAYMENTS', 8, 'OPERATION', [50, 15, 20, 15], {
    kinds: ['TRANSFER_OUT', 'TRANSFER_OUT', 'TRANSFER_IN', 'SALARY'],
    payment: true,
    trend: during('2026-06-08', '2026-06-26', 5),
  }),
  motive('TRANSFER_ERROR', 'TRANSFER', 'PAYMENTS', 4, 'OPERATION', [35, 20, 35, 10], {
    kinds: ['TRANSFER_OUT'],
    payment: true,
  }),
  motive('DIRECT_DEBIT_CONTESTED', 'DIRECT_DEBIT', 'PAYMENTS', 9, 'OPERATION', [60, 10, 25, 5], {
    kinds: ['DIRECT_DEBIT', 'DIRECT_DEBIT', 'DIRECT_DEBIT_REJECTED'],
    payment: true,
  }),
  motive('CHEQUE_REJECTED', 'CHEQUE', 'PAYMENTS', 4, 'OPERATION', [25, 25, 40, 10], {
    kinds: ['CHEQUE', 'CHEQUE_IN'],
    payment: true,
  }),
  motive('ACCOUNT_CLOSURE', 'ACCOUNT', 'GENERAL', 5, 'DAILY_ACCOUNT', [35, 20, 35, 10]),
  motive('CREDIT_TERMS', 'CREDIT', 'CREDIT', 7, 'ANYTHING', [15, 20, 55, 10]),
  motive('SAVINGS_RATE', 'SAVINGS', 'SAVINGS', 4, 'SAVINGS_ACCOUNT', [15, 15, 60, 10]),
  motive('SERVICE_QUALITY', 'OTHER', 'GENERAL', 7, 'ANYTHING', [35, 20, 20, 25]),
  motive('INFORMATION_MISSING', 'INSURANCE', 'GENERAL', 3, 'ANYTHING', [40, 25, 25, 10]),
  motive('DISCRIMINATION', 'OTHER', 'GENERAL', 1, 'ANYTHING', [10, 15, 65, 10]),
  motive('OTHER', 'OTHER', 'GENERAL', 3, 'ANYTHING', [20, 20, 45, 15]),
];

/** The product where the operation says more than the motive does. */
export function productOf(motive: Motive, kind: OperationKind | undefined): string {
  if (motive.code === 'UNAUTHORISED_OPERATION' && kind === 'TRANSFER_OUT') return 'TRANSFER';
  if (motive.code === 'FEES_CONTESTED' && kind === 'FEE_CARD') return 'CARD';
  if (motive.code === 'FEES_CONTESTED' && kind === 'FEE_ACCOUNT') return 'ACCOUNT';
  return motive.product;
}
