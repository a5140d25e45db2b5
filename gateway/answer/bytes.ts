import type { AnswerBody } from './answer';
import { writeRepeats } from './repeats';

type Data = NonNullable<AnswerBody['data']>;

/** Data that several callers get, and their text once it is written. */
const several = new WeakMap<Data, string | undefined>();

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

/** Writes an answer. As bytes: of a long text Node makes room for three times its length before it is sent. */
export function answerBytes(body: AnswerBody): Buffer {
  const { data } = body;
  if (!data || !(several.has(data) || repeating.has(data))) return Buffer.from(JSON.stringify(body));
  let text = several.get(data);
  if (text === undefined) {
    const repeated = repeating.get(data);
    text = repeated ? writeRepeats(data, repeated) : JSON.stringify(data);
    if (several.has(data)) several.set(data, text);
  }
  const members = Object.entries(body).map(
    ([name, value]) => `"${name}":${value === data ? text : JSON.stringify(value)}`,
  );
  return Buffer.from(`{${members.join(',')}}`);
}
