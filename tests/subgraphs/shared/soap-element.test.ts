import { LegacyDataError } from '../../../schema/kernel/source-errors';
import { soapElement } from '../../../subgraphs/shared/soap-element';
import { nextPage } from '../../../subgraphs/shared/soap-rows';

describe('an element of an answer', () => {
  const personne = soapElement(
    {
      nom: 'X',
      vide: '',
      blanc: '  ',
      nil: null,
      ligne: ['A', '', null, ' B '],
      seule: 'A',
      adresse: { cp: '1' },
    },
    'personne',
  );

  it('tells a text from nothing in all of the ways that nothing is written', () => {
    expect(personne.optional('nom')).toBe('X');
    expect(['vide', 'blanc', 'nil', 'absent'].map((name) => personne.optional(name))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('gives a list whether 0, 1 or n stood there', () => {
    expect(personne.texts('ligne')).toEqual(['A', 'B']);
    expect(personne.texts('seule')).toEqual(['A']);
    expect(personne.texts('absent')).toEqual([]);
    expect(personne.children('adresse')).toHaveLength(1);
    expect(personne.children('absent')).toHaveLength(0);
  });

  it('names the place of what it refuses, and never the value', () => {
    expect(() => personne.text('nil')).toThrow(new LegacyDataError('personne/nil', 'a text'));
    expect(() => personne.text('adresse')).toThrow(new LegacyDataError('personne/adresse', 'a text'));
    expect(() => personne.child('adresse')?.text('ville')).toThrow('personne/adresse/ville is not a text');
    expect(() => personne.child('nom')).toThrow(
      new LegacyDataError('personne/nom', 'an element with children'),
    );
  });

  it('does not take inherited members for elements', () => {
    expect(personne.optional('toString')).toBeNull();
    expect(personne.optional('constructor')).toBeNull();
  });
});

describe('paging', () => {
  const answer = (flag: string, key?: string) =>
    soapElement(key === undefined ? { topSuite: flag } : { topSuite: flag, cleRepositionnement: key });

  it('goes on with the key as it stands, blanks included', () => {
    expect(nextPage(answer('O', 'DUPONT    01'), 'topSuite', undefined)).toBe('DUPONT    01');
    expect(nextPage(answer('N', 'ignored'), 'topSuite', undefined)).toBeUndefined();
  });

  it.each([
    ['without a key', undefined],
    ['with an empty key', ''],
    ['with the key just used', 'K'],
  ])('refuses an answer that announces more %s: asking on would never end', (_, key) => {
    expect(() => nextPage(answer('O', key), 'topSuite', 'K')).toThrow(LegacyDataError);
  });
});
