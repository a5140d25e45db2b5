import { isObject, type JsonObject, own, put } from './json';

/**
 * Adds what a fetch gave to what is known already, objects into objects and lists of one length item by item; anything
 * else replaces what was there. Values are taken over, not copied.
 */
export function mergeInto(target: JsonObject, source: JsonObject): void {
  for (const key in source) {
    const given = source[key];
    if (given === undefined) continue;
    let known = target[key];
    if (typeof known === 'function' || key === '__proto__') known = own(target, key);
    if (known === undefined || known === null || typeof given !== 'object' || given === null) {
      put(target, key, given);
    } else if (known !== given) {
      mergeValues(target, key, known, given);
    }
  }
}

function mergeValues(target: JsonObject, key: string, known: unknown, given: object): void {
  if (isObject(known) && isObject(given)) mergeInto(known, given);
  else if (Array.isArray(known) && Array.isArray(given) && known.length === given.length) {
    mergeLists(known, given);
  } else put(target, key, given);
}

function mergeLists(known: unknown[], given: readonly unknown[]): void {
  given.forEach((item, index) => {
    const there = known[index];
    if (isObject(there) && isObject(item)) {
      if (there !== item) mergeInto(there, item);
    } else if (Array.isArray(there) && Array.isArray(item) && there.length === item.length) {
      mergeLists(there, item);
    } else known[index] = item;
  });
}

/** @returns a copy that shares no object with the original. */
export function copyOf<T>(value: T): T;
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item));
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const key in value) put(copy, key, copyOf(value[key]));
  return copy;
}
