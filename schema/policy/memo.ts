/**
 * Remembers values by key, `max` at most and those that were used last: callers are many, kinds of callers are few.
 *
 * @param make called once per key, until the key is forgotten.
 */
export function createMemo<T>(max: number, make: (key: string) => T): (key: string) => T {
  const values = new Map<string, T>();
  let last: { readonly key: string; readonly value: T } | undefined;
  return (key) => {
    if (last?.key === key) return last.value; // Used last already: there is nothing to move.
    const known = values.get(key);
    if (known !== undefined) {
      // While there is room for as many again, nothing is about to be forgotten.
      if (values.size * 2 > max) {
        values.delete(key);
        values.set(key, known);
      }
      last = { key, value: known };
      return known;
    }
    const made = make(key);
    values.set(key, made);
    last = { key, value: made };
    const oldest = values.keys().next();
    if (values.size > max && !oldest.done) values.delete(oldest.value);
    return made;
  };
}
