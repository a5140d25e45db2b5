import * as fc from 'fast-check';
import { isValidIBAN } from 'ibantools';
import {
  centsAmount,
  centuryDay,
  compactDay,
  currency,
  decimalAmount,
  flag,
  monthEnd,
  text,
  timestamp,
  whole,
} from '../../../subgraphs/shared/table-values';
import { ibanOf, ribKey } from '../../../subgraphs/accounts/rib.record';

const PLACE = 'TABLE.COLUMN';
const refused = expect.objectContaining({ name: 'LegacyDataError', place: PLACE });
const places = { value: PLACE, sign: PLACE, currency: PLACE };
const decimal = (value: unknown, sign: unknown = 'C', unit: unknown = 'EUR') =>
  decimalAmount({ value, sign, currency: unit, places });
const cents = (value: unknown, sign: unknown = 'C', unit: unknown = 'EUR') =>
  centsAmount({ value, sign, currency: unit, places });

/** Any day from 1900 to 2099, as `2026-01-15`. */
const anyDay = fc
  .date({ min: new Date('1900-01-02'), max: new Date('2099-12-30'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('a CYYMMDD integer', () => {
  it.each([
    [1260115, '2026-01-15'],
    [990131, '1999-01-31'],
    [1000229, '2000-02-29'],
    ['1260115  ', '2026-01-15'],
    [0, null],
    [9999999, null],
  ])('%p is %p', (column, day) => expect(centuryDay(column, PLACE)).toBe(day));

  it.each([1261315, 1260230, 1260100, -1, 1.5, 'x', null, undefined])('%p is refused', (column) =>
    expect(() => centuryDay(column, PLACE)).toThrow(refused),
  );

  it('holds every day of two centuries', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const [year, month, date] = day.split('-').map(Number) as [number, number, number];
        expect(centuryDay((year - 1900) * 10_000 + month * 100 + date, PLACE)).toBe(day);
      }),
    );
  });
});

describe('an AAAAMMJJ decimal', () => {
  it.each([
    ['20260115  ', '2026-01-15'],
    ['20260115.', '2026-01-15'],
    [20240229, '2024-02-29'],
    ['0         ', null],
    ['99999999', null],
  ])('%p is %p', (column, day) => expect(compactDay(column, PLACE)).toBe(day));

  it.each(['20250229', '', '  ', '2026-01-15', null])('%p is refused', (column) =>
    expect(() => compactDay(column, PLACE)).toThrow(refused),
  );

  it('holds every day of two centuries', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(compactDay(day.replaceAll('-', '').padEnd(10), PLACE)).toBe(day);
      }),
    );
  });
});

describe('a card’s AAMM', () => {
  it.each([
    ['2802', '2028-02-29'],
    ['2702', '2027-02-28'],
    ['2612', '2026-12-31'],
    ['0000', null],
    ['9999', null],
    ['    ', null],
  ])('%p is good until %p', (column, day) => expect(monthEnd(column, PLACE)).toBe(day));

  it.each(['2613', '2600', '26', 'AB12', 2612, null])('%p is refused', (column) =>
    expect(() => monthEnd(column, PLACE)).toThrow(refused),
  );
});

describe('a timestamp of a clock in Paris', () => {
  it.each([
    ['2026-01-15-09.30.05.123456', '2026-01-15T08:30:05.123Z'],
    ['2026-01-15 09:30:05.123456', '2026-01-15T08:30:05.123Z'],
    ['2026-07-15 09:30:05         ', '2026-07-15T07:30:05.000Z'],
    ['2026-07-15T09:30:05,5', '2026-07-15T07:30:05.500Z'],
    ['2026-01-01-00.00.00.000000', '2025-12-31T23:00:00.000Z'],
    ['2026-10-25-02.30.00.000000', '2026-10-25T00:30:00.000Z'], // comes twice: the first is meant
    ['2026-03-29-02.30.00.000000', '2026-03-29T01:30:00.000Z'], // does not exist: moves on
  ])('%p is %p', (column, instant) => expect(timestamp(column, PLACE).toISOString()).toBe(instant));

  it.each(['2026-01-15', '2026-02-30 10:00:00', '2026-01-15 25:00:00', '', null, 20260115])(
    '%p is refused',
    (column) => expect(() => timestamp(column, PLACE)).toThrow(refused),
  );
});

describe('an amount and its sign', () => {
  it.each([
    ['  1234.50        ', 'C', 123450n],
    ['1234,50', 'D', -123450n],
    ['000000000120.50', 'D', -12050n],
    ['.50', 'C', 50n],
    ['0.00', 'D', 0n],
    ['9999999999999.99', 'C', 999999999999999n],
  ])('decimal %p %s is %p', (value, sign, minorUnits) =>
    expect(decimal(value, sign)).toEqual({ minorUnits, currency: 'EUR' }),
  );

  it.each([
    ['12345          ', 'D', -12345n],
    ['0', 'C', 0n],
    ['9999999999999', 'C', 9999999999999n],
  ])('%p cents %s is %p', (value, sign, minorUnits) =>
    expect(cents(value, sign)).toEqual({ minorUnits, currency: 'EUR' }),
  );

  it('978 is the euro, old francs stay francs', () => {
    expect(currency('978', PLACE)).toBe('EUR');
    expect(currency('FRF', PLACE)).toBe('FRF');
  });

  it.each<[string, () => unknown]>([
    ['three decimals', () => decimal('1.234')],
    ['a sign of its own', () => decimal('-1.00')],
    ['a float', () => decimal(12.5)],
    ['nothing', () => decimal('   ')],
    ['no number', () => decimal('NaN')],
    ['a blank sign', () => decimal('1.00', ' ')],
    ['an unknown sign', () => cents('1', 'X')],
    ['broken cents', () => cents('1.5')],
    ['no currency', () => cents('1', 'C', '   ')],
    ['a currency in small letters', () => decimal('1.00', 'C', 'eur')],
  ])('%s is refused, and not repeated', (_, read) => expect(read).toThrow(refused));

  it('no cent is lost, whatever the size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }), fc.boolean(), (minorUnits, debit) => {
        const digits = minorUnits.toString().padStart(3, '0');
        const printed = `${digits.slice(0, -2)}.${digits.slice(-2)}`.padEnd(17);
        const expected = debit ? -minorUnits : minorUnits;
        expect(decimal(printed, debit ? 'D' : 'C').minorUnits).toBe(expected);
      }),
    );
  });
});

describe('other columns', () => {
  it('CHAR loses its padding and nothing else', () => {
    expect(text('CB  MARCHE É   ', PLACE)).toBe('CB  MARCHE É');
    expect(text('   ', PLACE)).toBe('');
    expect(() => text(null, PLACE)).toThrow(refused);
  });

  it('a flag is O or N', () => {
    expect([flag('O', PLACE), flag('N', PLACE)]).toEqual([true, false]);
    for (const column of [' ', 'Y', '1', null]) expect(() => flag(column, PLACE)).toThrow(refused);
  });

  it('an integer may be text, a fraction or a huge one is none', () => {
    expect([whole(7, PLACE), whole('7  ', PLACE), whole(' 7', PLACE)]).toEqual([7, 7, 7]);
    for (const column of ['7.5', '', '1'.repeat(16), 2 ** 53, -1, null, {}])
      expect(() => whole(column, PLACE)).toThrow(refused);
  });
});

describe('a French account number', () => {
  const rib = { bank: '30006', branch: '00001', account: '12345678901', key: '89' };

  it('makes an IBAN', () => expect(ibanOf(rib, PLACE)).toBe('FR7630006000011234567890189'));

  it('letters count, in the key and in the check digits', () => {
    const postal = { bank: '20041', branch: '01005', account: '0500013M026', key: '06' };
    expect(ribKey(postal)).toBe('06');
    expect(ibanOf(postal, PLACE)).toBe('FR1420041010050500013M02606');
  });

  it.each([{ key: '88' }, { key: '' }, { account: '1234567890' }, { bank: '3000A' }, { branch: '' }])(
    'with %p is refused',
    (changes) => expect(() => ibanOf({ ...rib, ...changes }, PLACE)).toThrow(refused),
  );

  it('with its key always makes a valid IBAN', () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
    const account = fc.stringMatching(/^[0-9A-Z]{11}$/);
    fc.assert(
      fc.property(digits(5), digits(5), account, (bank, branch, number) => {
        const parts = { bank, branch, account: number };
        expect(isValidIBAN(ibanOf({ ...parts, key: ribKey(parts) }, PLACE))).toBe(true);
      }),
    );
  });

  it('with one digit changed is noticed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digit = (Number(rib.account[at]) + by) % 10;
        const account = `${rib.account.slice(0, at)}${digit}${rib.account.slice(at + 1)}`;
        expect(() => ibanOf({ ...rib, account }, PLACE)).toThrow(refused);
      }),
    );
  });
});
