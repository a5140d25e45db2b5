/**
 * Writes JSON as `JSON.stringify` does; what stands at several places of it as one and the same object is written once.
 *
 * @param repeated those objects. Where they are not most of it, `JSON.stringify` is quicker.
 */
export function writeRepeats(value: object, repeated: ReadonlySet<object>): string {
  const written = new Map<object, string>();
  const marks = new Map<string, string>();
  const markOf = (key: string): string => {
    let mark = marks.get(key);
    if (mark === undefined) marks.set(key, (mark = `${JSON.stringify(key)}:`));
    return mark;
  };
  const writeObject = (object: Readonly<Record<string, unknown>>): string => {
    let text = '';
    for (const key in object) {
      const value = write(object[key]);
      if (value !== undefined) text += `${text === '' ? '' : ','}${markOf(key)}${value}`;
    }
    return `{${text}}`;
  };
  const writeList = (list: readonly unknown[]): string => {
    let text = '';
    for (let index = 0; index < list.length; index += 1)
      text += `${index === 0 ? '' : ','}${write(list[index]) ?? 'null'}`;
    return `[${text}]`;
  };
  /** @returns `undefined` for what JSON cannot say. */
  const write = (value: unknown): string | undefined => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const known = written.get(value);
    if (known !== undefined) return known;
    let text: string | undefined;
    if (Array.isArray(value)) text = writeList(value);
    else if (isPlain(value)) text = writeObject(value as Readonly<Record<string, unknown>>);
    else text = JSON.stringify(value);
    if (repeated.has(value) && text !== undefined) written.set(value, text);
    return text;
  };
  return write(value) ?? 'null';
}

/** Anything else, a date for example, has a form of its own. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const { toJSON } = value as { toJSON?: unknown };
  return (prototype === null || prototype === Object.prototype) && typeof toJSON !== 'function';
}
