/** One JSON object per line. */
export const ndjson = (records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** Orders records by one of their texts: by code unit, so that no machine's language plays a part. */
export const byText =
  <T>(text: (record: T) => string) =>
  (a: T, b: T): number =>
    text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;

/** A file for people to read and edit. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A header of column names and one line per row, in quotes only where a value needs them. */
export function csv(rows: readonly object[]): string {
  const [first] = rows;
  if (!first) return '';
  const columns = Object.keys(first);
  const lines = rows.map((row) =>
    Object.values(row)
      .map((value) => quoted(String(value)))
      .join(','),
  );
  return [columns.join(','), ...lines, ''].join('\n');
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
