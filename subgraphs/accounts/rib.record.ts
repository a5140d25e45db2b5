import { LegacyDataError } from '../../schema/kernel/source-errors';

/** A French account number: its four parts as the ledger keeps them, without padding. */
export interface Rib {
  /** 5 digits. */
  readonly bank: string;
  /** 5 digits (code guichet). */
  readonly branch: string;
  /** 11 digits or letters. */
  readonly account: string;
  /** 2 digits. */
  readonly key: string;
}

/** A, J are 1; B, K, S are 2; … I, R, Z are 9. */
const DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter, at) => [letter, String(at < 18 ? (at % 9) + 1 : at - 16)]),
);

const number = (text: string): bigint => BigInt(text.replace(/[A-Z]/g, (letter) => DIGITS[letter]!));

/** @returns what the key of an account number has to be: 97 − (89 bank + 15 branch + 3 account) mod 97. */
export function ribKey({ bank, branch, account }: Omit<Rib, 'key'>): string {
  const rest = (89n * number(bank) + 15n * number(branch) + 3n * number(account)) % 97n;
  return String(97n - rest).padStart(2, '0');
}

/** ISO 13616 counts letters otherwise than the RIB does: A is 10, Z is 35. */
const isoNumber = (text: string): bigint =>
  BigInt(text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)));

/**
 * @returns the IBAN, without blanks. Its check digits are 76 wherever the account number has no letters.
 * @throws {LegacyDataError} a part of another form, or a key that does not belong to the rest.
 */
export function ibanOf(rib: Rib, place: string): string {
  const { bank, branch, account, key } = rib;
  const wellFormed = /^\d{5}$/.test(bank) && /^\d{5}$/.test(branch) && /^[\dA-Z]{11}$/.test(account);
  if (!wellFormed || key !== ribKey(rib))
    throw new LegacyDataError(place, 'a French account number with its key');
  const bban = `${bank}${branch}${account}${key}`;
  const check = 98n - (isoNumber(`${bban}FR00`) % 97n);
  return `FR${String(check).padStart(2, '0')}${bban}`;
}
