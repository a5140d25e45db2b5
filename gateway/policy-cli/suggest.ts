import { UsageError } from '../command-line';

/** How many single-character changes lead from one word to another, capital letters or not. */
function distance(from: string, to: string): number {
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** @returns up to three of the known words that somebody who typed `word` probably meant, the closest first. */
export function suggestions(word: string, known: readonly string[]): readonly string[] {
  const plain = word.toLowerCase();
  const limit = Math.max(2, Math.floor(word.length * 0.4));
  return [...new Set(known)]
    .map((each) => {
      const within = plain.length > 2 && each.toLowerCase().includes(plain);
      return { each, far: within ? 1 : distance(word, each) };
    })
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far || (a.each < b.each ? -1 : 1))
    .slice(0, 3)
    .map(({ each }) => each);
}

/** Refuses a name that is not known, saying which was probably meant. */
export function unknown(kind: string, word: string, known: readonly string[]): UsageError {
  const close = suggestions(word, known);
  const few = known.length <= 12 ? `; there are ${known.join(', ')}` : '';
  const hint = close.length > 0 ? `; did you mean ${close.join(' or ')}?` : `${few}.`;
  return new UsageError(`there is no ${kind} "${word}"${hint}`);
}
