/** How long an IBAN is, by country (ISO 13616 registry). */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 ' +
    'FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 ' +
    'LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 ' +
    'SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((each) => [each.slice(0, 2), Number(each.slice(2))]),
);

/** The remainder by 97 of a decimal number of any length. */
const mod97 = (digits: string): number =>
  [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);

/** Letters as account numbers count them internationally: `A` is 10. */
const numbered = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));

/**
 * An IBAN of its country's length, in capitals without blanks. One with a wrong check sum counts where it is mostly
 * digits: it was meant to be one.
 */
export function isIban(text: string): boolean {
  if (IBAN_LENGTHS.get(text.slice(0, 2)) !== text.length || !/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(text))
    return false;
  const digits = text.replace(/\D/g, '').length;
  return digits * 4 >= text.length * 3 || mod97(numbered(text.slice(4) + text.slice(0, 4))) === 1;
}

/** Letters as French account numbers count them: `A`, `J` are 1, `S` is 2. */
const ribDigit = (letter: string): string => {
  const place = letter.charCodeAt(0) - 65;
  return String(place < 18 ? (place % 9) + 1 : place - 16);
};

/** A French account number (bank 5, branch 5, account 11, key 2) whose key is right. */
export function isRib(text: string): boolean {
  const [, account, key] = /^(\d{10}[A-Z0-9]{11})(\d{2})$/.exec(text) ?? [];
  if (account === undefined) return false;
  return 97 - mod97(`${account.replace(/[A-Z]/g, ribDigit)}00`) === Number(key);
}

const NIR = /^[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}/;

/** A national number (NIR) with its key. */
export function isNir(text: string): boolean {
  if (!NIR.test(text) || !/^\d{2}$/.test(text.slice(13))) return false;
  // Corsica: letters are counted as departments 19 and 18.
  const number = text.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return /^\d{13}$/.test(number) && 97 - mod97(number) === Number(text.slice(13));
}

/** A national number without its key, of someone born in a month that the calendar has. */
export const isShortNir = (text: string): boolean =>
  /^[12]\d{2}(?:0[1-9]|1[0-2])(?:\d{2}|2[AB])\d{6}$/.test(text);

/** A card number by the check digit of Luhn. */
export function isCard(text: string): boolean {
  if (!/^\d{13,19}$/.test(text) || /^(\d)\1*$/.test(text)) return false;
  const sum = [...text].reverse().reduce((total, sign, index) => {
    const digit = Number(sign) * (1 + (index % 2));
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return sum % 10 === 0;
}

/** A card number that was shortened already: `497012******1234`. */
export const isTruncatedCard = (text: string): boolean => /^\d{4,6}[*X]{4,9}\d{4}$/.test(text);
