import { isInherited, isObject, type JsonObject, own, type Path } from './json';

/** Where a fetch belongs in the answer, as the planner writes it: response keys, and `@` for each item of a list. */
export type PlanPath = readonly (string | number)[];

/**
 * Finds the objects at a path, in order. What is known to stand, as one and the same, at several places is looked at
 * once; another object may be given more than once.
 */
export function gatherer(path: PlanPath): (root: JsonObject, shared: ReadonlySet<object>) => JsonObject[] {
  const steps = path.map((step) => (step === '@' ? undefined : String(step)));
  const unlike = steps.some((step) => step !== undefined && isInherited(step));
  const last = steps.length;
  const visit = (value: unknown, depth: number, gathering: Gathering): void => {
    if (typeof value !== 'object' || value === null) return;
    const { found, shared, seen } = gathering;
    if (shared.size > 0 && shared.has(value)) {
      if (seen.has(value)) return;
      seen.add(value);
    }
    if (Array.isArray(value)) {
      const next = depth < last && steps[depth] === undefined ? depth + 1 : depth;
      for (const item of value) visit(item, next, gathering);
    } else if (depth === last) found.push(value as JsonObject);
    else {
      const key = steps[depth];
      if (key === undefined) return;
      const object = value as JsonObject;
      visit(unlike ? own(object, key) : object[key], depth + 1, gathering);
    }
  };
  return (root, shared) => {
    const found: JsonObject[] = [];
    visit(root, 0, { found, shared, seen: new Set() });
    return found;
  };
}

interface Gathering {
  readonly found: JsonObject[];
  readonly shared: ReadonlySet<object>;
  /** Those of them that were looked at. */
  readonly seen: Set<object>;
}

/** Finds where in the answer each object at a path stands: only needed once something went wrong. */
export function locate(root: JsonObject, path: PlanPath): ReadonlyMap<JsonObject, readonly Path[]> {
  const places = new Map<JsonObject, Path[]>();
  const visit = (value: unknown, depth: number, here: Path): void => {
    if (value === null || value === undefined) return;
    const step = path[depth];
    if (Array.isArray(value)) {
      const next = step === '@' ? depth + 1 : depth;
      value.forEach((item: unknown, index) => visit(item, next, [...here, index]));
    } else if (isObject(value)) {
      if (step !== undefined) visit(own(value, String(step)), depth + 1, [...here, step]);
      else places.set(value, [...(places.get(value) ?? []), here]);
    }
  };
  visit(root, 0, []);
  return places;
}

/** Notes what an object holds: it is about to be held by another one, too. */
export function noteShared(received: JsonObject, shared: Set<object>): void {
  for (const key in received) {
    const value = received[key];
    if (typeof value === 'object' && value !== null) shared.add(value);
  }
}
