import { GraphQLError, parseValue, type GraphQLScalarType } from 'graphql';
import { Temporal } from 'temporal-polyfill';
import {
  GraphQLDate,
  GraphQLDateTime,
  GraphQLEmailAddress,
  GraphQLIBAN,
  GraphQLMoney,
} from '../../../subgraphs/shared/scalars';

const IBAN = 'FR1420041010050500013M02606';

interface Vectors {
  readonly scalar: GraphQLScalarType;
  readonly accepted: readonly (readonly [text: string, internal: unknown])[];
  readonly refused: readonly unknown[];
}

const vectors: readonly Vectors[] = [
  {
    scalar: GraphQLDate,
    accepted: [
      ['2026-11-20', '2026-11-20'],
      ['2024-02-29', '2024-02-29'],
    ],
    refused: [
      '2026-02-29',
      '2026-13-01',
      '20261120',
      '2026-11-20T00:00:00Z',
      '2026-11-20 ',
      '',
      20261120,
      null,
    ],
  },
  {
    scalar: GraphQLDateTime,
    accepted: [
      ['2026-11-20T09:30:00Z', new Date('2026-11-20T09:30:00Z')],
      ['2026-11-20T09:30:00.250+01:00', new Date('2026-11-20T08:30:00.250Z')],
    ],
    refused: ['2026-11-20', '2026-11-20T09:30:00', '2026-02-30T09:30:00Z', '2026-11-20T25:00:00Z', 'now', 0],
  },
  {
    scalar: GraphQLMoney,
    accepted: [
      ['-12.50 EUR', { minorUnits: -1250n, currency: 'EUR' }],
      ['0.00 EUR', { minorUnits: 0n, currency: 'EUR' }],
      ['9999999999999.99 CHF', { minorUnits: 999_999_999_999_999n, currency: 'CHF' }],
    ],
    refused: ['12.5 EUR', '12,50 EUR', '12.50', '12.50 eur', '99999999999999.00 EUR', '1e3 EUR', 12.5],
  },
  {
    scalar: GraphQLIBAN,
    accepted: [
      [IBAN, IBAN],
      ['FR14 2004 1010 0505 0001 3M02 606', IBAN],
    ],
    refused: ['FR1420041010050500013M02607', 'FR', IBAN.repeat(100), 14],
  },
  {
    scalar: GraphQLEmailAddress,
    accepted: [['Jeanne.Martin+claims@exemple.fr', 'Jeanne.Martin+claims@exemple.fr']],
    refused: [
      'jeanne',
      'jeanne@',
      '@exemple.fr',
      'a b@exemple.fr',
      'jeanne@exemple',
      `${'a'.repeat(260)}@exemple.fr`,
    ],
  },
];

describe.each(vectors)('$scalar.name', ({ scalar, accepted, refused }) => {
  it.each(accepted)('reads %s from a variable and from a literal alike', (text, internal) => {
    expect(scalar.parseValue(text)).toEqual(internal);
    expect(scalar.parseLiteral(parseValue(JSON.stringify(text)))).toEqual(internal);
  });

  it.each(refused)('refuses %j with a code and without repeating it', (value) => {
    for (const read of [
      () => scalar.parseValue(value),
      () => scalar.parseLiteral(parseValue(JSON.stringify(value))),
    ]) {
      const error = caught(read);
      expect(error).toBeInstanceOf(GraphQLError);
      expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      expect((error as Error).message).toMatch(new RegExp(`^Not a valid ${scalar.name}: .+ expected\\.$`));
      if (typeof value === 'string' && value.length > 2)
        expect((error as Error).message).not.toContain(value);
    }
  });

  it('lets a masked text leave as it is, and nothing that is not of this kind', () => {
    expect(scalar.serialize('•••• 2606')).toBe('•••• 2606');
    expect(() => scalar.serialize(12)).toThrow(TypeError);
    expect(() => scalar.serialize({})).toThrow(TypeError);
  });
});

describe('what the hub’s own objects are written as', () => {
  it('writes a plain date, an instant in UTC, and money with two decimals', () => {
    expect(GraphQLDate.serialize(Temporal.PlainDate.from('2026-11-20'))).toBe('2026-11-20');
    expect(GraphQLDateTime.serialize(new Date('2026-11-20T09:30:00+01:00'))).toBe('2026-11-20T08:30:00.000Z');
    expect(GraphQLMoney.serialize({ minorUnits: -5n, currency: 'EUR' })).toBe('-0.05 EUR');
  });

  it('refuses an instant that is none', () => {
    expect(() => GraphQLDateTime.serialize(new Date(Number.NaN))).toThrow(TypeError);
  });
});

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was refused');
}
