import { Product } from '../claim.enum';
import { figuresOf, type TallyRow } from './figures';

/** The regulator's categories of the bank's products. */
const CATEGORY: Readonly<Record<Product, string>> = {
  ACCOUNT: 'ACCOUNT',
  CARD: 'PAYMENT_MEANS',
  TRANSFER: 'PAYMENT_MEANS',
  DIRECT_DEBIT: 'PAYMENT_MEANS',
  CHEQUE: 'PAYMENT_MEANS',
  CREDIT: 'CREDIT',
  SAVINGS: 'SAVINGS',
  INSURANCE: 'INSURANCE',
  PRICING: 'PRICING',
  OTHER: 'OTHER',
};

const OUTCOMES = ['UPHELD', 'PARTIALLY_UPHELD', 'REJECTED', 'NO_FAULT_GOODWILL'] as const;
const HEADER = [
  'year',
  'category',
  'product',
  'received',
  'answered',
  'withinDeadlineShare',
  'meanDays',
  'p90Days',
];

/**
 * The yearly report on complaints, a line per product, as CSV (RFC 4180, codes and numbers only).
 *
 * @param rows of the year, by product.
 */
export function regulatoryReport(year: string, rows: readonly TallyRow[]): string {
  const byProduct = Map.groupBy(rows, ({ key }) => key);
  const lines = Object.values(Product).map((product) => {
    const own = byProduct.get(product) ?? [];
    const { filed, answered, withinDeadlineShare, meanDays, p90Days } = figuresOf(own);
    const outcomes = OUTCOMES.map((outcome) =>
      own.reduce((sum, { measure, n }) => (measure === `OUTCOME_${outcome}` ? sum + Number(n) : sum), 0),
    );
    return [
      year,
      CATEGORY[product],
      product,
      filed,
      answered,
      withinDeadlineShare,
      meanDays,
      p90Days,
      ...outcomes,
    ];
  });
  return [[...HEADER, ...OUTCOMES.map((each) => each.toLowerCase())], ...lines]
    .map((line) => `${line.map((each) => each ?? '').join(',')}\r\n`)
    .join('');
}
