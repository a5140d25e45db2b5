/**
 * Whether no key of a value of JSON is written with an escape. Once V8 met a key that has a `\`, its `JSON.parse` takes
 * others that are written with an escape for that one (nodejs/node#63785): of such texts it is no judge.
 */
export function hasPlainKeys(value: unknown): boolean {
  let plain = true;
  JSON.stringify(value, (key, each: unknown) => {
    plain &&= JSON.stringify(key) === `"${key}"`;
    return each;
  });
  return plain;
}
