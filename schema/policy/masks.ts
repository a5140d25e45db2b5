import { COVER } from './masked-form';
import { redact } from './redact';

// Plain functions from a value's text to less of it. A text that is not of the expected form is covered whole: a mask
// never shows more than it promises, and every mask takes every text.

const lastDigits = (text: string, count: number): string => {
  const digits = text.replace(/\D/g, '');
  return digits.length > count + 3 ? `${COVER}${digits.slice(-count)}` : COVER;
};

/** Upper limits of amount bands, in whole units of the currency. */
const BANDS = [0, 50, 200, 1_000, 5_000, 20_000];

export const masks = {
  /** `FR7630006000011234567890189` → `•••0189`. */
  iban_last4: (text: string) => {
    const plain = text.replace(/\s/g, '');
    return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain) ? `${COVER}${plain.slice(-4)}` : COVER;
  },
  /** `497012******1234` → `•••1234`. */
  card_last4: (text: string) => (/^[\d* ]{12,23}\d{4}$/.test(text) ? `${COVER}${text.slice(-4)}` : COVER),
  /** `m.durand@mail.example` → `•••@mail.example`. */
  email_domain: (text: string) => {
    const domain = /^[^@\s]+@([^@\s]+)$/.exec(text)?.[1];
    return domain === undefined ? COVER : `${COVER}@${domain}`;
  },
  /** `+33612345678` → `•••78`. */
  phone_last2: (text: string) => lastDigits(text, 2),
  /** `Durand` → `D.`. */
  name_initial: (text: string) => {
    const initial = /\p{L}/u.exec(text)?.[0];
    return initial === undefined || text.length < 3 ? COVER : `${initial.toUpperCase()}.`;
  },
  /** `1980-02-29` → `1980`. */
  birth_year: (text: string) => /^(\d{4})-\d{2}-\d{2}$/.exec(text)?.[1] ?? COVER,
  /** `-120.50 EUR` → `-50..200 EUR`: the band that the amount lies in, with its sign. */
  amount_band: (text: string) => {
    const [, sign, whole, currency] = /^(-?)(\d{1,15})(?:\.\d{1,4})? ([A-Z]{3})$/.exec(text) ?? [];
    if (whole === undefined) return COVER;
    const next = BANDS.findIndex((limit) => Number(whole) < limit);
    const band = next < 0 ? `${BANDS.at(-1)}+` : `${BANDS[next - 1]}..${BANDS[next]}`;
    return `${sign}${band} ${currency}`;
  },
  /** The last line of an address, without its number: `12 RUE X, 75011 PARIS` → `PARIS`. */
  city_only: (text: string) => /(?:^|[\s,])\d{5}\s+(\p{L}[\p{L} '’-]*)$/u.exec(text.trim())?.[1] ?? COVER,
  /** A free text without account, card and national numbers, e-mail addresses, telephones and the parties' names. */
  redact,
} as const satisfies Readonly<Record<string, (text: string, names?: readonly string[]) => string>>;

/** One of `masks`. */
export type MaskName = keyof typeof masks;
