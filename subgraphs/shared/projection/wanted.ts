import type { Caller } from '../../../schema/kernel/caller';
import type { AccessTable } from '../../../schema/policy/compile';
import { createMemo } from '../../../schema/policy/memo';
import type { Coordinates } from './selected';

/**
 * Whether one operation needs a field: it selects it, and there is an object of which the caller is shown it. Sources
 * ask their systems for nothing that only unneeded fields are made of.
 *
 * @param type the type's name in the graph.
 */
export type Wanted = (type: string, field: string) => boolean;

/** For reads that serve no operation of the graph, and need whole records. */
export const wantsAll: Wanted = () => true;

/** How many kinds of callers are remembered per document. */
const GRANTS_MAX = 50;

/** Leaves of what is selected what a caller may ever be shown. */
export type Permitted = (selected: Coordinates, caller: Caller) => Coordinates;

/** Kept per document and kind of caller: a plan's texts are few, and every operation asks. */
export function createPermitted(table: AccessTable): Permitted {
  const known = new WeakMap<Coordinates, (grants: string, caller: Caller) => Coordinates>();
  return (selected, caller) => {
    let byGrants = known.get(selected);
    if (!byGrants) known.set(selected, (byGrants = remember(table, selected)));
    return byGrants(table.grantsKey(caller), caller);
  };
}

function remember(
  table: AccessTable,
  selected: Coordinates,
): (grants: string, caller: Caller) => Coordinates {
  const slots = createMemo<{ permitted?: Coordinates }>(GRANTS_MAX, () => ({}));
  return (grants, caller) =>
    (slots(grants).permitted ??= new Set(
      [...selected].filter((coordinate) => table.look(coordinate, caller).kind !== 'ALWAYS_DENY'),
    ));
}
