/** How wide a line of the terminal may be. */
export const WIDTH = 120;

/** Breaks a text at spaces. A word that is too long stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(/\s+/)) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}

/** Lets the last columns of rows wrap so that all lines fit; the others are as wide as their longest cell. */
export function columns(rows: readonly (readonly string[])[], indent = 0): string {
  const number = Math.max(0, ...rows.map((row) => row.length));
  const gap = 2;
  const natural = Array.from({ length: number }, (_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  const room = WIDTH - indent - gap * (number - 1);
  const widths = shrink(natural, room);
  return rows
    .flatMap((row) => {
      const cells = widths.map((width, at) => wrap(row[at] ?? '', width));
      const height = Math.max(...cells.map((cell) => cell.length));
      return Array.from({ length: height }, (_, line) => {
        const texts = cells.map((cell, at) => (cell[line] ?? '').padEnd(widths[at] ?? 0));
        return `${' '.repeat(indent)}${texts.join(' '.repeat(gap))}`.trimEnd();
      });
    })
    .join('\n');
}

/** Takes from the widest column until all fit. */
function shrink(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  const total = (): number => widths.reduce((sum, width) => sum + width, 0);
  for (let over = total() - room; over > 0; over = total() - room) {
    const widest = widths.indexOf(Math.max(...widths));
    const current = widths[widest] ?? 0;
    const next = Math.max(12, current - over, Math.min(current - 1, Math.floor(room / widths.length)));
    if (next >= current) return widths;
    widths[widest] = next;
  }
  return widths;
}

/** A heading with a line under it. */
export const heading = (text: string): string => `${text}\n${'─'.repeat(Math.min(text.length, WIDTH))}`;

/** A text, wrapped behind an indent. */
export const paragraph = (text: string, indent = 0): string =>
  wrap(text, WIDTH - indent)
    .map((line) => `${' '.repeat(indent)}${line}`)
    .join('\n');
