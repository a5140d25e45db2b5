import { GraphQLError } from 'graphql';
import type { JsonObject } from './json';
import type { Leaf } from './leaf';

/** What happens while one answer is built. */
export interface Building {
  readonly path: (string | number)[];
  readonly errors: GraphQLError[];
  /** What stands at several places of what was fetched, as one and the same. */
  readonly shared: ReadonlySet<object>;
  /** What was built of it, for each way to build it. */
  readonly kept: Map<Build, Map<unknown, Kept>>;
  /** What was built once and stands at several places of the answer. */
  readonly repeated: Set<object>;
  /** Objects that were built. */
  objects: number;
  /** Objects that were not built again. */
  spared: number;
}

/** Something that was built, and how many objects it holds. */
interface Kept {
  readonly built: unknown;
  readonly objects: number;
}

export const startBuilding = (shared: ReadonlySet<object>): Building => ({
  ...{ path: [], errors: [], shared, kept: new Map<Build, Map<unknown, Kept>>() },
  ...{ repeated: new Set<object>(), objects: 0, spared: 0 },
});

/** A client's answer. */
export interface Projected {
  readonly data: JsonObject | null;
  readonly errors: GraphQLError[];
  /** The objects that stand, as one and the same, at several places of the data; only where they are most of them. */
  readonly repeated?: ReadonlySet<object>;
}

/** How many objects are not built again for each that is built, at least, where it is worth a word. */
const WORTH_TELLING = 2;

export const projected = (
  data: JsonObject | null,
  { errors, repeated, spared, objects }: Building,
): Projected => ({ data, errors, ...(spared > WORTH_TELLING * objects ? { repeated } : {}) });

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
  if (!kept) building.kept.set(build, (kept = new Map<unknown, Kept>()));
  const known = kept.get(value);
  if (known) {
    building.spared += known.objects;
    if (typeof known.built === 'object' && known.built !== null) building.repeated.add(known.built);
    return known.built;
  }
  const wrong = building.errors.length;
  const before = building.objects;
  building.path.push(step);
  const built = build(value, building);
  building.path.pop();
  if (building.errors.length === wrong) kept.set(value, { built, objects: building.objects - before });
  return built;
}

/** Notes why there is nothing. */
export function note({ path, errors }: Building, message: string, step?: string | number): null {
  const here = step === undefined ? [...path] : [...path, step];
  errors.push(new GraphQLError(message, { path: here, extensions: { code: 'INVALID_GRAPHQL' } }));
  return null;
}
