import type { Broken, BrokenReason, Verdict } from '../../schema/ports/audit';

const reasons: Readonly<Record<BrokenReason, string>> = {
  MISSING: 'is not there',
  CONTENT: 'has not the content that its hash was made of',
  LINK: 'has not the hash that its successor remembers',
  COLUMN: 'has a column to search by that is not what the record says',
  PURGED: 'was deleted, and no purge tells of it',
  EXTRA: 'was never appended',
  HEAD: 'may be it: the tree that was kept is not that of the records',
  CHECKPOINT: 'may be it: what was signed afterwards is not what is there',
  SIGNATURE: 'may be it: no trusted key signed the checkpoint that follows',
};

/** @returns one sentence that names the first record that was touched. */
export function brokenSentence({ seq, before, reason, column }: Broken): string {
  const last = before === undefined ? seq : before - 1;
  const which = last > seq ? `one of the records ${seq} to ${last}` : `record ${seq}`;
  return `broken: ${which} ${reasons[reason]}${column === undefined ? '' : ` (${column})`}`;
}

/** @returns one sentence. */
export function wholeSentence({
  records,
  purged,
  checkpoints,
  root,
}: Extract<Verdict, { ok: true }>): string {
  const gone = purged === 0 ? '' : `, ${purged} of them deleted when their time was over`;
  return `whole: ${records} records${gone}; ${checkpoints} checkpoints agree; root ${root}`;
}

/** @returns rows as text, each column as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
