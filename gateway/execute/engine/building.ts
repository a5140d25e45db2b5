import { GraphQLError } from 'graphql';
import type { Leaf } from './leaf';

/** What happens while one answer is built. */
export interface Building {
  readonly path: (string | number)[];
  readonly errors: GraphQLError[];
  /** What stands at several places of what was fetched, as one and the same. */
  readonly shared: ReadonlySet<object>;
  /** What was built of it, for each way to build it. */
  readonly kept: Map<Build, Map<unknown, unknown>>;
}

/** Builds the answer for a value that is not null. @returns null where it must be, the reason being noted. */
export type Build = (value: unknown, building: Building) => unknown;

/** How one kind of value is built. */
export interface Value {
  readonly required: boolean;
  /** Set for a leaf. */
  readonly leaf?: Leaf;
  /** Set for everything else. */
  readonly build?: Build;
}

/** Builds a list; `null` where an item that must be there is not. */
export const listOf =
  (item: Value): Build =>
  (value, building) => {
    if (!Array.isArray(value)) return note(building, 'A list was promised.');
    let sound = true;
    const list = new Array<unknown>(value.length);
    for (let index = 0; index < value.length; index += 1) {
      const built = buildValue(item, value[index], index, building);
      if (built === null && item.required) sound = false;
      list[index] = built;
    }
    return sound ? list : null;
  };

/** Builds one field or item. @returns null where it is, or must be, nothing. */
export function buildValue(
  { leaf, build, required }: Value,
  value: unknown,
  step: string | number,
  building: Building,
): unknown {
  if (value === null || value === undefined) {
    if (required) note(building, 'A value is missing that is never null.', step);
    return null;
  }
  if (leaf) {
    const checked = leaf(value);
    return checked === undefined ? note(building, 'A value is not of its type.', step) : checked;
  }
  if (!build) return null;
  if (building.shared.size > 0 && building.shared.has(value)) return buildOnce(build, value, step, building);
  building.path.push(step);
  const built = build(value, building);
  building.path.pop();
  return built;
}

/** Builds what stands at several places once for each way to build it; where something is wrong, at each place. */
function buildOnce(build: Build, value: unknown, step: string | number, building: Building): unknown {
  let kept = building.kept.get(build);
  if (!kept) building.kept.set(build, (kept = new Map()));
  const known = kept.get(value);
  if (known !== undefined) return known;
  const wrong = building.errors.length;
  building.path.push(step);
  const built = build(value, building);
  building.path.pop();
  if (building.errors.length === wrong) kept.set(value, built);
  return built;
}

/** Notes why there is nothing. */
export function note({ path, errors }: Building, message: string, step?: string | number): null {
  const here = step === undefined ? [...path] : [...path, step];
  errors.push(new GraphQLError(message, { path: here, extensions: { code: 'INVALID_GRAPHQL' } }));
  return null;
}
