import type { AnswerBody } from './answer';
import { writeRepeats } from './repeats';

type Data = NonNullable<AnswerBody['data']>;

/** An answer that is written. */
interface Written {
  readonly before: string;
  readonly after: string;
  readonly bytes: Buffer;
}

/** Data that several callers get, and the last answer with them. */
const several = new WeakMap<Data, Written | undefined>();

/** Data that say much again, and the objects that they say again. */
const repeating = new WeakMap<Data, ReadonlySet<object>>();

/** Notes that several callers get these data, which change no more: they are written once. */
export function noteSeveral(data: Data): void {
  if (!several.has(data)) several.set(data, undefined);
}

/** Notes that most of these data are objects that stand at several places of them. */
export function noteRepeating(data: Data, repeated: ReadonlySet<object>): void {
  repeating.set(data, repeated);
}

/** What stands before the data where there is nothing else, and after them. */
const BEFORE = '{"data":';
const AFTER = '}';

/** Writes an answer. As bytes: of a long text Node makes room for three times its length before it is sent. */
export function answerBytes(body: AnswerBody): Buffer {
  const { data, errors, extensions } = body;
  if (!data || !(several.has(data) || repeating.has(data))) return Buffer.from(JSON.stringify(body));
  const before = errors ? `{"errors":${JSON.stringify(errors)},"data":` : BEFORE;
  const after = extensions ? `,"extensions":${JSON.stringify(extensions)}}` : AFTER;
  const last = several.get(data);
  if (last?.before === before && last.after === after) return last.bytes;
  const repeated = repeating.get(data);
  const bytes = repeated
    ? writeRepeats(data, repeated, before, after)
    : Buffer.from(before + JSON.stringify(data) + after);
  if (several.has(data)) several.set(data, { before, after, bytes });
  return bytes;
}
