import fc from 'fast-check';
import { isCard, isIban, isNir, isRib } from '../../schema/policy/codes';
import { redact } from '../../schema/policy/redact';
import { workOf } from '../harness/work';

const IBAN = 'FR7630006000011234567890189';
const RIB = '30006000011234567890189';
const NIR = '255081416802538';

const cardOf = (start: string): string =>
  [...'0123456789'].map((digit) => start + digit).find((each) => isCard(each)) ?? '';
const nirOf = (start: string): string => {
  const number = BigInt(start.replace('2A', '19').replace('2B', '18'));
  return start + String(97n - (number % 97n)).padStart(2, '0');
};

describe('codes', () => {
  it('tell account, card and national numbers from other numbers by their keys', () => {
    expect([isIban(IBAN), isRib(RIB), isNir(NIR), isCard(cardOf('497010123456789'))]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(isIban('GB29NWBK60161331926819')).toBe(true);
    expect([isIban(`${IBAN}0`), isRib(RIB.replace(/9$/, '8')), isNir(NIR.replace(/8$/, '7'))]).toEqual([
      false,
      false,
      false,
    ]);
    expect([
      isCard('4970101234567891'),
      isCard('0000000000000000'),
      isNir(nirOf('1850' + '52A001042')),
    ]).toEqual([false, false, true]);
  });
});

describe('redaction', () => {
  it.each([
    ['an IBAN', `virez sur ${IBAN} svp`, 'virez sur ••• svp'],
    ['an IBAN in groups', 'FR76 3000 6000 0112 3456 7890 189.', '•••.'],
    ['an IBAN with a wrong key', 'FR7530006000011234567890189', '•••'],
    ['an IBAN in small letters after a colon', `iban:${IBAN.toLowerCase()},`, 'iban:•••,'],
    ['an IBAN glued to its label', `IBAN${IBAN} !`, 'IBAN••• !'],
    ['a foreign IBAN', 'GB29 NWBK 6016 1331 9268 19 thanks', '••• thanks'],
    ['a RIB', `RIB ${RIB}.`, 'RIB •••.'],
    ['a RIB in groups', 'compte 30006 00001 12345678901 89', 'compte •••'],
    ['a card number', `carte ${cardOf('497010123456789')} volée`, 'carte ••• volée'],
    ['a card number with dashes', 'CB 4970-1012-3456-7893?', 'CB •••?'],
    ['a truncated card number', 'la 497012******1234 aussi', 'la ••• aussi'],
    ['a national number with its key', `NIR ${NIR}`, 'NIR •••'],
    ['a national number in groups', '2 55 08 14 168 025 38 ok', '••• ok'],
    ['a national number of Corsica', `n° ${nirOf('185052A001042')}`, 'n° •••'],
    ['a national number without its key', '1 85 05 78 006 084.', '•••.'],
    ['an e-mail address', 'écrire à jean.dupont+x@mail.example.', 'écrire à •••.'],
    ['an e-mail address with accents', 'élodie@café.example', '•••'],
    ['a telephone number', 'au 06 12 34 56 78 merci', 'au ••• merci'],
    ['a telephone number with dots', '(01.23.45.67.89)', '(•••)'],
    ['a telephone number with its country', 'tel +33 (0)6 12 34 56 78, 2 fois', 'tel •••, 2 fois'],
    ['a foreign telephone number', 'call +44 20 7946 0958', 'call •••'],
    ['two telephone numbers', '0612345678 ou 0712345678', '••• ou •••'],
    ['wide digits', '０６１２３４５６７８', '•••'],
    ['digits with nothing between them', '06\u200b12\u200b34\u200b56\u200b78', '•••'],
    ['unbreakable blanks', 'FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189', '•••'],
  ])('covers %s', (_, text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  it.each([
    'Le 12/03/2026, 149,90 EUR ont été débités deux fois.',
    'Réclamation RC-2026-0000001 du 2026-01-15, relance n° 3.',
    'Dossier 123456, page 12 sur 340, code postal 75011.',
    '@ @@ a@ @b a@b',
    'Commande 4970101234567891 livrée.',
    '',
  ])('leaves %s as it is', (text) => {
    expect(redact(text, ['Durand'])).toBe(text);
  });

  it('covers the names of the parties, in any writing, and no other words', () => {
    const names = ['DE LA TOUR-MÉRIEL', 'Jean-Marc'];
    expect(redact('Je, jean marc de la Tour Meriel (M. TOUR-MÉRIEL), suis allé à la tour.', names)).toBe(
      'Je, ••• ••• de la ••• ••• (M. •••-•••), suis allé à la •••.',
    );
    expect(redact('Tourne, marcher, Jeanne', names)).toBe('Tourne, marcher, Jeanne');
    expect(redact('Bonjour Le', ['LE'])).toBe('Bonjour •••');
  });

  const filler = fc.stringMatching(/^[a-zéè ,.!?]{0,20}$/);
  const secret = fc.oneof(
    fc.constantFrom(
      IBAN,
      'FR76 3000 6000 0112 3456 7890 189',
      RIB,
      NIR,
      '06 12 34 56 78',
      'a.b@mail.example',
    ),
    fc.stringMatching(/^4\d{14}$/).map(cardOf),
    fc.stringMatching(/^[12]\d{2}(0[1-9]|1[0-2])\d{8}$/).map(nirOf),
    fc.stringMatching(/^0[1-9]\d{8}$/),
  );

  it('covers a secret wherever it stands, and nothing around it', () => {
    fc.assert(
      fc.property(filler, secret, filler, (before, value, after) => {
        expect(redact(`${before} ; ${value} ; ${after}`)).toBe(`${before} ; ••• ; ${after}`);
      }),
    );
  });

  it('takes any text, adds nothing to it but covers, and finds nothing more the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.array(fc.string()), (text, names) => {
        const once = redact(text, names);
        expect(redact(once, names)).toBe(once);
        const kept = once.split('•••');
        let from = 0;
        for (const part of kept) {
          const at = text.indexOf(part, from);
          expect(at).toBeGreaterThanOrEqual(0);
          from = at + part.length;
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['digits', '1'],
    ['digits and blanks', '1 '],
    ['pairs', '06 '],
    ['at signs', 'a@'],
    ['dots after an at sign', '@a.'],
    ['plus signs', '+1'],
    ['country codes', 'FR76'],
    ['stars', '4970*'],
    ['letters and digits', 'a1'],
    ['zeroes', '0'],
    ['invisible characters', '0\u200b'],
    ['words', 'du rand '],
    ['marks', 'e\u0301'],
  ])('takes work in proportion to a hostile text of %s', (_, unit) => {
    const timed = (length: number): number => {
      const text = unit.repeat(length / unit.length);
      return workOf(() => redact(text, ['Durand'])).work;
    };
    timed(10_000);
    // Ten times the text: a quadratic search would need a hundred times as long, each time.
    const isLinear = (): boolean => {
      const small = Math.max(timed(10_000), 1);
      return timed(100_000) < small * 50 + 500;
    };
    expect(isLinear() || isLinear() || isLinear()).toBe(true);
  });
});
