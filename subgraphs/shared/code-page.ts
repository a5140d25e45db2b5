/**
 * Texts of French mainframes that somewhere on their way were read by another EBCDIC page than they were written in:
 * `R{clamation d}s` where `Réclamation dès` stood. Both pages have the same characters in other places, so the text can
 * be put right: by exchanging them, as the pages' tables (IBM's, as glibc has them) differ.
 */

/** Which page a column was read as, and which one it was written in. */
export interface Misread {
  /** What texts are read by mistake as: United States, international, and these two with the euro. */
  readonly readAs: '037' | '500' | '1140' | '1148';
  /** A page of France: 1147 is 297 with the euro. */
  readonly written: '297' | '1147';
}

/** By page read as: the characters that came out wrong, each above what 297 has in its place. */
const DIFFERENT: Readonly<Record<Misread['readAs'], readonly [wrong: string, right: string]>> = {
  '037': ['àç¢|éè!¬¦`#@°µ~^£§[]¨{}ù\\', '@\\°!{}§^ùµ£à[`¨¢#]¬|~éè¦ç'],
  '500': ['àç[éè]¦`#@°µ~£§¨{}ù\\', '@\\°{}§ùµ£à[`¨#]~éè¦ç'],
  '1140': ['àç¢|éè!¬¦`#@°µ~^£§[]¨{}ù\\', '@\\°!{}§^ùµ£à[`¨¢#]¬|~éè¦ç'],
  '1148': ['àç[éè]¦`#@°µ~£§¨{}ù\\', '@\\°{}§ùµ£à[`¨#]~éè¦ç'],
};
/** The one place in which a page differs from its variant with the euro. */
const CURRENCY: Readonly<Record<Misread['readAs'] | Misread['written'], string>> = {
  ...{ '037': '¤', '500': '¤', '1140': '€', '1148': '€' },
  ...{ '297': '¤', '1147': '€' },
};

/** @returns puts a text right that was read as one page and written in another. */
export function repairOf({ readAs, written }: Misread): (text: string) => string {
  const [wrong, right] = DIFFERENT[readAs];
  const exchange = new Map([...wrong].map((character, at) => [character, [...right][at] ?? character]));
  exchange.set(CURRENCY[readAs], CURRENCY[written]);
  return (text) => [...text].map((character) => exchange.get(character) ?? character).join('');
}

const COLUMN = /^([A-Z][A-Z0-9_]*):(037|500|1140|1148)>(297|1147)$/;

/**
 * Reads which columns of a system arrive misread.
 *
 * @param text e.g. `MVT_LIB:500>297,CPT_NOM:1140>1147`.
 * @returns by column; `undefined` where the text is not of that form.
 */
export function misreadColumns(text: string): ReadonlyMap<string, Misread> | undefined {
  const columns = new Map<string, Misread>();
  for (const each of text.split(',').filter((part) => part.trim() !== '')) {
    const [, column, readAs, written] = COLUMN.exec(each.trim()) ?? [];
    if (column === undefined) return undefined;
    columns.set(column, { readAs, written } as Misread);
  }
  return columns;
}

/** Puts one column's value right; every other value passes. */
export type RepairColumn = (column: string, value: unknown) => unknown;

/** @param columns as `misreadColumns` gives them. */
export function columnRepair(columns: ReadonlyMap<string, Misread>): RepairColumn {
  const repairs = new Map([...columns].map(([column, misread]) => [column, repairOf(misread)]));
  return (column, value) => (typeof value === 'string' ? (repairs.get(column)?.(value) ?? value) : value);
}
