/** Calling codes of the overseas departments by the first digits of the national number; everyone else is `+33`. */
const OVERSEAS: readonly (readonly [prefix: RegExp, callingCode: string])[] = [
  [/^0(?:590|69[01])/, '590'],
  [/^0(?:594|694)/, '594'],
  [/^0(?:596|69[67])/, '596'],
  [/^0(?:262|263|69[23])/, '262'],
  // 06 39 98 is in Mayotte's range but kept for films and tests, on the mainland.
  [/^0(?:269|639(?!98))/, '262'],
];

/**
 * A telephone number in E.164.
 *
 * The file's `telephone` is what someone typed in a branch: dotted groups without a country, most of the time. A text
 * that is neither a French number nor an international one gives `null` and not an error: one odd number is no reason
 * to withhold a customer.
 *
 * @param typed `06.12.34.56.78`, `0262.12.34.56`, `+32 470 12 34 56`, `0032…`, or empty.
 * @returns `+33612345678`, `+262262123456`, `+32470123456`, or `null`.
 */
export function phoneNumber(typed: string): string | null {
  // `+33 (0)6 …`: the zero in parentheses is for callers at home.
  const digits = typed.replace('(0)', '').replace(/[\s.()/-]/g, '');
  const international = /^(?:\+|00)([1-9]\d{6,14})$/.exec(digits)?.[1];
  if (international !== undefined) return `+${international}`;
  if (!/^0[1-9]\d{8}$/.test(digits)) return null;
  const overseas = OVERSEAS.find(([prefix]) => prefix.test(digits))?.[1];
  return `+${overseas ?? '33'}${digits.slice(1)}`;
}

/**
 * The customer file's own spelling of a number, for writing.
 *
 * @param number E.164.
 * @returns `+33612345678` → `06.12.34.56.78`; `undefined` where the file has no spelling for it: numbers of other countries.
 */
export function phoneSpelling(number: string): string | undefined {
  const national = /^\+(?:33|590|594|596|262)([1-9]\d{8})$/.exec(number)?.[1];
  const spelling = national && `0${national}`.match(/\d\d/g)?.join('.');
  return spelling && phoneNumber(spelling) === number ? spelling : undefined;
}
