/** Letters of a French account number as digits: A, J are 1, B, K, S are 2 and so on. */
const digits = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => {
    const place = letter.charCodeAt(0) - 65;
    return String(place < 18 ? (place % 9) + 1 : place - 16);
  });

/** @returns the two digits that close a RIB: 97 − (89 bank + 15 branch + 3 account) mod 97. */
export function ribKey(bank: string, branch: string, account: string): string {
  const sum = 89n * BigInt(digits(bank)) + 15n * BigInt(digits(branch)) + 3n * BigInt(digits(account));
  return String(97n - (sum % 97n)).padStart(2, '0');
}

/** @returns the IBAN of a RIB, without blanks. ISO 13616 has its own digits for letters: A is 10, Z is 35. */
export function ibanOf(bank: string, branch: string, account: string): string {
  const bban = `${bank}${branch}${account}${ribKey(bank, branch, account)}`;
  const number = `${bban}FR00`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return `FR${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${bban}`;
}

/** @returns the two digits that close a national identification number of 13 characters; 2A counts as 19, 2B as 18. */
export function nirKey(thirteen: string): string {
  const number = BigInt(thirteen.replace('2A', '19').replace('2B', '18'));
  return String(97n - (number % 97n)).padStart(2, '0');
}

/** @returns the digit that makes a number pass the Luhn check (SIREN, card numbers). */
export function luhnDigit(number: string): string {
  const sum = [...number].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}
