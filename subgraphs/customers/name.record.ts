/** Words that French surnames keep in lower case in front of another word: `DE LA TOUR` → `de La Tour`. */
const PARTICLES = new Set(['de', 'du', 'des']);

/**
 * A name for the eye. The customer file holds upper-case letters without accents; accents cannot be guessed back, so
 * `LEFEVRE` becomes `Lefevre`.
 *
 * @param legacy `JEAN-PIERRE`, `D'ALEMBERT`, `DE LA TOUR`.
 * @returns `Jean-Pierre`, `d'Alembert`, `de La Tour`.
 */
export function displayName(legacy: string): string {
  const words = legacy.trim().toLowerCase().split(/\s+/);
  return words
    .map((word, index) => {
      if (PARTICLES.has(word) && index < words.length - 1) return word;
      const [, elided = '', rest = word] = /^(d')(.+)$/.exec(word) ?? [];
      return (
        elided +
        rest.replace(
          /(^|[-'])(\p{L})/gu,
          (_, before: string, letter: string) => before + letter.toUpperCase(),
        )
      );
    })
    .join(' ');
}

/**
 * A name as the customer file spells it, for a search.
 *
 * @returns `Lefèvre d’Œuvry` → `LEFEVRE D'OEUVRY`; `undefined` where the file cannot hold it: not 2 to 38 characters, or
 *   other signs than letters, digits, blanks, hyphens, apostrophes, dots and `&`.
 */
export function legacyName(typed: string): string | undefined {
  const plain = typed
    .replace(/[œŒ]/g, 'OE')
    .replace(/[æÆ]/g, 'AE')
    .replace(/ß/g, 'SS')
    .replace(/’/g, "'")
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/\s+/g, ' ')
    .trim();
  return /^[A-Z0-9][A-Z0-9 .&'-]{1,37}$/.test(plain) ? plain : undefined;
}
