import { isObject, type JsonObject, own, type Path } from './json';

/** Where a fetch belongs in the answer, as the planner writes it: response keys, and `@` for each item of a list. */
export type PlanPath = readonly (string | number)[];

/** Finds the objects at a path, in order. An object that stands at several places is given once for each. */
export function gatherer(path: PlanPath): (root: JsonObject) => JsonObject[] {
  const steps = path.map((step) => (step === '@' ? undefined : String(step)));
  const last = steps.length;
  const visit = (value: unknown, depth: number, found: JsonObject[]): void => {
    if (value === null || value === undefined) return;
    if (depth === last) {
      if (isObject(value)) found.push(value);
      else if (Array.isArray(value)) for (const item of value) visit(item, depth, found);
      return;
    }
    const key = steps[depth];
    if (Array.isArray(value)) {
      for (const item of value) visit(item, key === undefined ? depth + 1 : depth, found);
    } else if (key !== undefined && isObject(value)) visit(own(value, key), depth + 1, found);
  };
  return (root) => {
    const found: JsonObject[] = [];
    visit(root, 0, found);
    return found;
  };
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
