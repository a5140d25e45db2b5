import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';
import type { PlannedFetch } from './planned';

/**
 * Tells of each fetch whether what it brings for one entity may stand, as one object, at every place of that entity that
 * has the same path: where no other fetch reaches into the same objects from above. Objects that a fetch reaches by
 * themselves are told apart by what they hold, so that one object gets one answer.
 */
export function sharingOf(fetches: readonly PlannedFetch[]): (fetch: PlannedFetch) => boolean {
  const owners = new Map<string, number>();
  const placesByFetch = new Map<PlannedFetch, ReadonlySet<string>>();
  for (const fetch of fetches) {
    const places = placesIn(fetch);
    for (const place of places) owners.set(place, (owners.get(place) ?? 0) + 1);
    placesByFetch.set(fetch, places);
  }
  const plain = fetches.every(({ node }) => node.outputRewrites === undefined);
  return (fetch) =>
    plain && [...(placesByFetch.get(fetch) ?? [])].every((place) => (owners.get(place) ?? 0) <= 1);
}

/** Response paths, lists left out, at which a fetch brings objects. */
function placesIn({ node: { operation, requires }, path }: PlannedFetch): Set<string> {
  const { definitions } = parse(operation, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const places = new Set<string>();
  const visit = ({ selections }: SelectionSetNode, here: string, depth: number): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment) visit(fragment.selectionSet, here, depth);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet, here, depth);
      else if (selection.selectionSet) {
        const inEntities = depth === 0 && requires !== undefined;
        const next = inEntities ? here : `${here}.${(selection.alias ?? selection.name).value}`;
        if (!inEntities) places.add(next);
        visit(selection.selectionSet, next, depth + 1);
      }
    }
  };
  const start = path.filter((step) => step !== '@').map((step) => `.${step}`);
  for (const each of definitions)
    if (each.kind === Kind.OPERATION_DEFINITION) visit(each.selectionSet, start.join(''), 0);
  return places;
}
