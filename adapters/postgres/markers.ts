/** A string, a quoted name, a comment, or one `?`. Doubled quotes read as two strings side by side, to the same effect. */
const TOKEN = /'[^']*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|\?/g;

/** Turns `?` markers into `$1`, `$2`, …, leaving literals, quoted names and comments alone. */
export function numberedMarkers(text: string): string {
  let count = 0;
  return text.replace(TOKEN, (token) => (token === '?' ? `$${(count += 1)}` : token));
}
