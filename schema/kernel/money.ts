/** An amount in minor units (cents) of one currency: exact, never a float. */
export interface Money {
  /** Cents; negative for a debit. */
  readonly minorUnits: bigint;
  /** ISO 4217 letters, e.g. `EUR`. Every currency of the demo world has two decimals. */
  readonly currency: string;
}

const DECIMAL = /^([+-]?)(\d{1,15})(?:[.,](\d{1,2}))?$/;

/**
 * Reads a decimal text with at most two places.
 *
 * @param text e.g. `-120.5`, `120,50`, ` 7 `; blanks around it are ignored.
 * @returns cents, e.g. `-12050n`; `undefined` where the text is not such a decimal.
 */
export function minorUnitsFromText(text: string): bigint | undefined {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const cents = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
  return sign === '-' ? -cents : cents;
}

/** Writes cents as a decimal text with two places and a dot: `-12050n` → `-120.50`. */
export function textFromMinorUnits(minorUnits: bigint): string {
  const digits = (minorUnits < 0n ? -minorUnits : minorUnits).toString().padStart(3, '0');
  return `${minorUnits < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
