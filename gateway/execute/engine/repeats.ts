import type { Answered } from '../failure';
import { isObject } from './json';
import { copyOf } from './merge';
import { noteShared } from './places';

/** What a part of a request was told. */
export interface Received extends Answered {
  /** The objects that stand, as one and the same, at several places of it. */
  readonly repeated?: ReadonlySet<object> | undefined;
}

/**
 * Takes over what was told where objects in it are repeated.
 *
 * @param sharing see `compilePart`; without it, each place gets an object of its own.
 * @param shared hears of those that stay.
 */
export function takeOver({ data, repeated }: Received, sharing: boolean, shared: Set<object>): unknown {
  if (!repeated || repeated.size === 0) return data;
  if (!sharing) return copyOf(data);
  for (const each of repeated) shared.add(each);
  if (!Array.isArray(data)) return data;
  // An entity's own object is written to: equal answers about two entities are two objects, whatever they hold.
  return data.map((entity: unknown) => {
    if (!isObject(entity) || !repeated.has(entity)) return entity;
    noteShared(entity, shared);
    return { ...entity };
  });
}
