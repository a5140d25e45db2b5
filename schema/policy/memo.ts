/**
 * Remembers values by key, the `max` that were used last: callers are many, kinds of callers are few.
 *
 * @param make called once per key, until the key is forgotten.
 */
export function createMemo<T>(max: number, make: (key: string) => T): (key: string) => T {
  const values = new Map<string, T>();
  return (key) => {
    const known = values.get(key);
    if (known !== undefined) {
      values.delete(key);
      values.set(key, known);
      return known;
    }
    const made = make(key);
    values.set(key, made);
    const oldest = values.keys().next();
    if (values.size > max && !oldest.done) values.delete(oldest.value);
    return made;
  };
}
