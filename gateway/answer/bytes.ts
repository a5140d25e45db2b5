import type { AnswerBody } from './answer';

type Data = NonNullable<AnswerBody['data']>;

/** Data that several callers get, and their text once it is written. */
const several = new WeakMap<Data, string | undefined>();

/** Notes that several callers get these data, which change no more: they are written once. */
export function noteSeveral(data: Data): void {
  if (!several.has(data)) several.set(data, undefined);
}

/** Writes an answer. As bytes: of a long text Node makes room for three times its length before it is sent. */
export function answerBytes(body: AnswerBody): Buffer {
  const { data } = body;
  if (!data || !several.has(data)) return Buffer.from(JSON.stringify(body));
  let text = several.get(data);
  if (text === undefined) several.set(data, (text = JSON.stringify(data)));
  const members = Object.entries(body).map(
    ([name, value]) => `"${name}":${value === data ? text : JSON.stringify(value)}`,
  );
  return Buffer.from(`{${members.join(',')}}`);
}
