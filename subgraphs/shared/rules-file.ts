import { LineCounter, parseDocument } from 'yaml';
import type { ZodType } from 'zod';

/**
 * Reads a file of rules that people write.
 *
 * @param name for messages, e.g. `automation.yaml`.
 * @throws {Error} every mistake with the line on which it stands, one per line.
 */
export function readRulesFile<T>(name: string, text: string, shape: ZodType<T>): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new Error(
      document.errors
        .map(({ pos, message }) => `${name}:${lines.linePos(pos[0]).line}: ${message}`)
        .join('\n'),
    );
  }
  const checked = shape.safeParse(document.toJS());
  if (checked.success) return checked.data;
  /** The line of a place, or of the closest thing around it that is written down. */
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true) as { range?: readonly number[] } | undefined;
      const start = node?.range?.[0];
      if (start !== undefined) return lines.linePos(start).line;
    }
    return 1;
  };
  throw new Error(
    checked.error.issues
      .map(({ path, message }) => `${name}:${lineOf(path)}: ${path.join('.')}: ${message}`)
      .join('\n'),
  );
}
