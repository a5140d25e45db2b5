import type { Picked } from '../../schema/contract/walk';
import type { AnswerBody } from '../answer/answer';

/** Something that was asked and not answered. */
export interface Problem {
  readonly code: string;
  readonly source: string | null;
  readonly field: string;
  readonly count: number;
}

/** What answers told beside the data. */
export interface Findings {
  /** Fields that the rules do not show to who asks. */
  withheld(): readonly string[];
  /** Fields that the rules show in part. */
  masked(): readonly string[];
  /** What failed, by code, source and field. */
  problems(): readonly Problem[];
  /** Whether nothing failed. */
  complete(): boolean;
}

interface Notebook extends Findings {
  /**
   * Reads the errors of one answer.
   *
   * @param path where the object stood whose fields were asked for.
   */
  note(path: readonly string[], fields: readonly Picked[], body: AnswerBody): void;
}

const DENIED = new Set(['FIELD_ACCESS_DENIED', 'ARGUMENT_ACCESS_DENIED']);

/** That a system knows nothing of somebody is an answer. */
export const isAbsence = ({ code }: Pick<Problem, 'code'>): boolean => code === 'NOT_FOUND';

export function createFindings(): Notebook {
  const withheld = new Set<string>();
  const masked = new Set<string>();
  const problems = new Map<string, Problem>();
  const fail = (code: string, source: string | null, field: string): void => {
    const key = JSON.stringify([code, source, field]);
    problems.set(key, { code, source, field, count: (problems.get(key)?.count ?? 0) + 1 });
  };
  return {
    note(path, fields, { errors = [], data, extensions }) {
      for (const each of extensions?.access?.masked ?? []) masked.add(each);
      for (const error of errors) {
        const code = String(error.extensions?.code);
        const source = error.extensions?.source;
        const places = placesOf(error.path ?? [], path, fields, data);
        if (DENIED.has(code)) {
          const { coordinate } = error.extensions ?? {};
          for (const each of typeof coordinate === 'string' ? [coordinate] : places) withheld.add(each);
        } else {
          for (const each of places) fail(code, typeof source === 'string' ? source : null, each);
        }
      }
    },
    withheld: () => [...withheld].sort(),
    masked: () => [...masked].sort(),
    problems: () => [...problems.values()],
    complete: () => [...problems.values()].every(isAbsence),
  };
}

/** The values that an error leaves out: those below its path that are not there; everything where it has none. */
function placesOf(
  path: readonly (string | number)[],
  above: readonly string[],
  fields: readonly Picked[],
  data: unknown,
): readonly string[] {
  let level = fields;
  let value: unknown = data;
  let depth = 0;
  for (const step of path) {
    value = (value as Tree | null | undefined)?.[step];
    if (typeof step === 'number' || step === 'edges' || step === 'node') continue;
    if (depth++ < above.length) continue;
    const found = level.find((each) => each.name === step);
    if (!found) break;
    if (found.fields.length === 0) return [found.coordinate];
    level = found.fields;
  }
  if (depth === 0) for (const step of above) value = (value as Tree | null | undefined)?.[step];
  return missingIn(level, value);
}

type Tree = Readonly<Record<string, unknown>>;

/** Keys belong to several systems, and are known to whoever asks by them. */
function missingIn(fields: readonly Picked[], value: unknown): readonly string[] {
  return fields.flatMap(({ name, coordinate, fields: inner }) => {
    const own = (value as Tree | null | undefined)?.[name] ?? undefined;
    if (own !== undefined || name === 'id') return [];
    return inner.length === 0 ? [coordinate] : missingIn(inner, undefined);
  });
}
