import * as fc from 'fast-check';
import { textFromMinorUnits } from '../../../schema/kernel/money';
import { LegacyDataError } from '../../../schema/kernel/source-errors';
import {
  amount,
  code,
  compactDay,
  compactDayText,
  count,
  day,
  flag,
  parisInstant,
} from '../../../subgraphs/shared/legacy-values';

describe('days', () => {
  it.each([
    ['2026-01-15', '2026-01-15'],
    [' 2024-02-29 ', '2024-02-29'],
    ['2026-01-15Z', '2026-01-15'],
    ['2026-07-15+02:00', '2026-07-15'],
    ['', null],
    ['0001-01-01', null],
    ['9999-12-31', null],
    ['9999-12-31+01:00', null],
  ])('AAAA-MM-JJ %j is %j', (text, expected) => {
    expect(day(text, 'p')).toBe(expected);
  });

  it.each([
    ['29021980', '1980-02-29'],
    ['01012000', '2000-01-01'],
    ['', null],
    ['        ', null],
    ['00000000', null],
    ['01010001', null],
    ['31129999', null],
  ])('JJMMAAAA %j is %j', (text, expected) => {
    expect(compactDay(text, 'p')).toBe(expected);
  });

  it.each(['2026-02-30', '15/01/2026', '2026-1-5', '20260115', '2026-01-15T00:00:00', '2026-13-01'])(
    'AAAA-MM-JJ refuses %j, naming the place and not the value',
    (text) => {
      expect(() => day(text, 'personne/dateFinRelation')).toThrow(
        new LegacyDataError('personne/dateFinRelation', 'a date AAAA-MM-JJ'),
      );
    },
  );

  it.each(['29021981', '19800229', '290280', '2902198O', '00011980', '32011980'])(
    'JJMMAAAA refuses %j, naming the place and not the value',
    (text) => {
      const read = (): unknown => compactDay(text, 'physique/dateNaissance');
      expect(read).toThrow(new LegacyDataError('physique/dateNaissance', 'a date JJMMAAAA'));
    },
  );

  it('JJMMAAAA written and read again is the same day', () => {
    const days = fc.date({ min: new Date('1880-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const iso = date.toISOString().slice(0, 10);
        expect(compactDay(compactDayText(iso), 'p')).toBe(iso);
      }),
    );
  });
});

describe('a clock in Paris', () => {
  it.each([
    ['2026-01-15T00:00:00', '2026-01-14T23:00:00.000Z'],
    ['2026-07-15T00:30:00', '2026-07-14T22:30:00.000Z'],
    ['2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T03:00:00', '2026-10-25T02:00:00.000Z'],
    ['2026-07-15T09:30:00.123', '2026-07-15T07:30:00.123Z'],
    ['2026-07-15T09:30:00Z', '2026-07-15T09:30:00.000Z'],
    ['2026-07-15T09:30:00+04:00', '2026-07-15T05:30:00.000Z'],
  ])('%s is the instant %s, whatever this process’s zone', (text, expected) => {
    expect(parisInstant(text, 'p').toISOString()).toBe(expected);
  });

  it.each(['', '2026-02-30T10:00:00', '15.01.2026 10:00', 'noon'])('refuses %j', (text) => {
    expect(() => parisInstant(text, 'document/dateDepot')).toThrow(LegacyDataError);
  });
});

describe('codes, flags and numbers', () => {
  it('reads O and N, and refuses every other letter without repeating it', () => {
    expect([flag('O', 'p'), flag('N', 'p'), flag(' O ', 'p')]).toEqual([true, false, true]);
    for (const letter of ['', 'Y', 'o', '1', 'OUI', 'toString']) {
      expect(() => flag(letter, 'personne/indicateurFragile')).toThrow(
        'personne/indicateurFragile is not one of O, N',
      );
    }
  });

  it('does not take the names of every object’s members for codes', () => {
    for (const name of ['constructor', '__proto__', 'hasOwnProperty']) {
      expect(() => code({ A: 1 }, name, 'p')).toThrow(LegacyDataError);
    }
  });

  it('reads every decimal of two places exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (minorUnits) => {
        expect(amount(textFromMinorUnits(minorUnits), 'EUR', 'p')).toEqual({ minorUnits, currency: 'EUR' });
      }),
    );
  });

  it.each([
    ['1 234,50', 'EUR'],
    ['12.345', 'EUR'],
    ['', 'EUR'],
    ['1e3', 'EUR'],
    ['12.50', 'eur'],
    ['12.50', '978'],
  ])('refuses the amount %j in %j', (text, currency) => {
    expect(() => amount(text, currency, 'ordre/montant')).toThrow(LegacyDataError);
  });

  it('reads sizes that GraphQL can carry, and refuses others', () => {
    expect(count('2147483647', 'p')).toBe(2_147_483_647);
    for (const text of ['2147483648', '-1', '1.5', '', '0x10']) {
      expect(() => count(text, 'document/taille')).toThrow(LegacyDataError);
    }
  });
});
