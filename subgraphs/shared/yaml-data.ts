import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { ZodType } from 'zod';

/** One thing wrong with a data file, and where: keys and positions from the top. */
export interface DataProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Reads a data file that people write, and checks it.
 *
 * @param name of the file, for the messages.
 * @param check what the shape alone cannot say.
 * @throws {Error} the text is not such a file: a line `name:line: message` for everything that is wrong.
 */
export function parseYamlData<T>(
  name: string,
  text: string,
  shape: ZodType<T>,
  check: (data: T) => readonly DataProblem[] = () => [],
): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const failed = (problems: readonly { readonly at: number; readonly message: string }[]): Error =>
    new Error(problems.map(({ at, message }) => `${name}:${lines.linePos(at).line}: ${message}`).join('\n'));
  if (document.errors.length > 0) {
    throw failed(
      document.errors.map(({ pos, message }) => ({ at: pos[0], message: message.split('\n')[0] ?? '' })),
    );
  }
  const located = (problems: readonly DataProblem[]): Error =>
    failed(
      problems.map(({ path, message }) => ({
        at: placeOf(document, path),
        message: path.length > 0 ? `${path.join('.')}: ${message}` : message,
      })),
    );
  const parsed = shape.safeParse(document.toJS());
  if (!parsed.success) throw located(parsed.error.issues);
  const problems = check(parsed.data);
  if (problems.length > 0) throw located(problems);
  return parsed.data;
}

/** Where a path stands in the text; for what is missing, where it should be. */
function placeOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
