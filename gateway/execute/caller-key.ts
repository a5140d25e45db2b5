import type { Caller } from '../../schema/kernel/caller';

const keys = new WeakMap<Caller, string>();

/** @returns what tells callers apart, made once per caller. */
export function callerKey(caller: Caller): string {
  let key = keys.get(caller);
  if (key === undefined) keys.set(caller, (key = JSON.stringify(caller)));
  return key;
}
