import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads one file of the demo world, a JSON value a line.
 *
 * @throws {Error} where the file is missing or one of its lines is not JSON, naming the file and the line.
 */
export function readLines<T>(dataDir: string, file: string): T[] {
  return textLines(dataDir, file).map((line, index) => {
    try {
      return JSON.parse(line) as T;
    } catch {
      throw new Error(`${file}: line ${index + 1} is not JSON`);
    }
  });
}

/**
 * Reads one table of the demo world: comma-separated, names in the first line, nothing quoted.
 *
 * @throws {Error} where the file is missing.
 */
export function readTable(dataDir: string, file: string): Record<string, string>[] {
  const [header = '', ...rows] = textLines(dataDir, file);
  const columns = header.split(',');
  return rows.map((row) => {
    const values = row.split(',');
    return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']));
  });
}

function textLines(dataDir: string, file: string): string[] {
  return readFileSync(join(dataDir, file), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}
