/** @returns a text as a literal of TypeScript. */
export const literal = (text: string): string => JSON.stringify(text);

/** @returns documentation as one line of plain words, with a full stop; `otherwise` where there is none. */
export function sentence(documentation: string | undefined, otherwise: string): string {
  const words = (documentation ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  if (words === '') return otherwise;
  const cut = words.length > 300 ? `${words.slice(0, 299).trimEnd()}…` : words;
  return /[.!?…]$/.test(cut) ? cut : `${cut}.`;
}

/** @returns a text that may stand in a comment. */
export const comment = (text: string): string => text.replaceAll('*/', '* /');

/** @returns lines, without those that are empty because something is not there. */
export const lines = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== false && part !== undefined && part !== '').join('\n');
