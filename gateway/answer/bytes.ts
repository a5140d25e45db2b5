import type { AnswerBody } from './answer';
import { writeRepeats } from './repeats';

type Data = NonNullable<AnswerBody['data']>;

/** Data that several callers get, and an answer of nothing else once it is written. */
const several = new WeakMap<Data, Buffer | undefined>();

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
  const alone = several.get(data) ?? writeAlone(data);
  if (several.has(data)) several.set(data, alone);
  if (!errors && !extensions) return alone;
  const before = errors ? `{"errors":${JSON.stringify(errors)},"data":` : BEFORE;
  const after = extensions ? `,"extensions":${JSON.stringify(extensions)}}` : AFTER;
  const bytes = alone.subarray(BEFORE.length, alone.length - AFTER.length);
  return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
}

function writeAlone(data: Data): Buffer {
  const repeated = repeating.get(data);
  if (repeated) return writeRepeats(data, repeated, BEFORE, AFTER);
  return Buffer.from(`${BEFORE}${JSON.stringify(data)}${AFTER}`);
}
