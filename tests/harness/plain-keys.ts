/**
 * Whether no key of a value of JSON has a `\`. Once V8 met one that has, its `JSON.parse` takes others that are written
 * with an escape for it (nodejs/node#63785), and is no judge any more.
 */
export function hasPlainKeys(value: unknown): boolean {
  let plain = true;
  JSON.stringify(value, (key, each: unknown) => {
    plain &&= !key.includes('\\');
    return each;
  });
  return plain;
}
