import fc from 'fast-check';
import { type MaskName, masks } from '../../schema/policy/masks';

describe('masks', () => {
  it.each<[MaskName, string, string]>([
    ['iban_last4', 'FR7630006000011234567890189', '•••0189'],
    ['iban_last4', 'FR76 3000 6000 0112 3456 7890 189', '•••0189'],
    ['iban_last4', '1234567890', '•••'],
    ['card_last4', '497012******1234', '•••1234'],
    ['card_last4', '1234', '•••'],
    ['email_domain', 'm.durand@mail.example', '•••@mail.example'],
    ['email_domain', 'a@b@c', '•••'],
    ['email_domain', 'nothing', '•••'],
    ['phone_last2', '+33612345678', '•••78'],
    ['phone_last2', '06.12.34.56.78', '•••78'],
    ['phone_last2', '1234', '•••'],
    ['name_initial', 'Durand', 'D.'],
    ['name_initial', 'élodie', 'É.'],
    ['name_initial', '42', '•••'],
    ['birth_year', '1980-02-29', '1980'],
    ['birth_year', '29/02/1980', '•••'],
    ['amount_band', '-120.50 EUR', '-50..200 EUR'],
    ['amount_band', '0.00 EUR', '0..50 EUR'],
    ['amount_band', '50.00 EUR', '50..200 EUR'],
    ['amount_band', '25000.00 CHF', '20000+ CHF'],
    ['amount_band', 'PRLV EDF 120,50', '•••'],
    ['city_only', '12 RUE DE LA PAIX, 75002 PARIS', 'PARIS'],
    ['city_only', '44000 NANTES', 'NANTES'],
    ['city_only', '12 RUE DE LA PAIX', '•••'],
    ['city_only', '75002', '•••'],
  ])('%s makes %s to %s', (name, value, masked) => {
    expect(masks[name](value)).toBe(masked);
  });

  const iban = fc.stringMatching(/^FR\d{2}[0-9A-Z]{23}$/);
  it('show at most four characters of an account number', () => {
    fc.assert(
      fc.property(
        iban,
        (value) => masks.iban_last4(value).length <= 7 && value.endsWith(masks.iban_last4(value).slice(3)),
      ),
    );
  });

  it('but for redaction, never give back a text of three characters or more as it was, of whatever form', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 5 }),
        fc.constantFrom(...(Object.keys(masks) as MaskName[]).filter((name) => name !== 'redact')),
        (value, name) => {
          expect(masks[name](value)).not.toBe(value);
        },
      ),
    );
  });
});
