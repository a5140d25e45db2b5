/** An object of an answer, as it came from a subgraph or as it goes to the client. */
export type JsonObject = Record<string, unknown>;

/** A place in the answer: response keys and indices of lists. */
export type Path = readonly (string | number)[];

/** @returns whether a value is an object of an answer, as opposed to a list or a leaf. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads what an object itself holds: a response key may be `__proto__` or `constructor`. */
export const own = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** Writes a key, `__proto__` included, as an ordinary one. */
export function put(object: JsonObject, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
}

/** Whether every object seems to have the key, so that only {@link own} reads it right. */
export const isInherited = (key: string): boolean => key in Object.prototype;
