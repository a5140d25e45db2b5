import fc from 'fast-check';
import { isMaskedForm, isPseudonym } from '../../schema/policy/masked-form';
import { masks } from '../../schema/policy/masks';
import { createPseudonyms } from '../../subgraphs/shared/access/pseudonym';
import { callerWith } from './small-policy';

const pseudonymise = createPseudonyms('a secret for tests, 32 characters or more');

describe('pseudonyms', () => {
  const staff = callerWith({ roles: ['b', 'a'] });

  it('are equal for equal values, to one recipient for one purpose, whoever the person is', () => {
    const other = callerWith({ roles: ['a', 'b'], subject: 'another', branch: '00002', scopes: ['x'] });
    expect(pseudonymise(staff, 'RC-1')).toBe(pseudonymise(other, 'RC-1'));
    expect(pseudonymise(staff, 'RC-1')).not.toBe(pseudonymise(staff, 'RC-2'));
  });

  it.each([
    ['purposes', staff, callerWith({ roles: ['a', 'b'], purpose: 'other' })],
    ['roles', staff, callerWith({ roles: ['a'] })],
    [
      'partner applications',
      callerWith({ roles: ['partner:one'], clientId: 'one' }),
      callerWith({ roles: ['partner:one'], clientId: 'two' }),
    ],
  ])('cannot be linked between two %s', (_, one, two) => {
    expect(pseudonymise(one, 'RC-1')).not.toBe(pseudonymise(two, 'RC-1'));
  });

  it('depend on the secret', () => {
    const elsewhere = createPseudonyms('another secret, also of 32 characters or more');
    expect(elsewhere(staff, 'RC-1')).not.toBe(pseudonymise(staff, 'RC-1'));
  });

  it('have a form of their own, whatever the value, and never contain it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 3 }), (value) => {
        const made = pseudonymise(staff, value);
        expect(isPseudonym(made)).toBe(true);
        expect(made.slice(4)).toHaveLength(43);
      }),
    );
  });
});

describe('the form of what was masked', () => {
  it.each([
    masks.iban_last4('FR7630006000011234567890189'),
    masks.card_last4('497012******1234'),
    masks.email_domain('m.durand@mail.example'),
    masks.phone_last2('+33612345678'),
    masks.amount_band('-120.50 EUR'),
    masks.amount_band('25000.00 CHF'),
    masks.redact('Mon IBAN FR7630006000011234567890189'),
    pseudonymise(callerWith(), 'x'),
    `voir ${pseudonymise(callerWith(), 'x')}.`,
  ])('is known again: %s', (text) => expect(isMaskedForm(text)).toBe(true));

  it.each(['-120.50 EUR', 'FR7630006000011234567890189', 'de 50 à 200 EUR', 'psn_court', '...', 'cus_abc'])(
    'is not taken for that of a value: %s',
    (text) => expect(isMaskedForm(text)).toBe(false),
  );
});
