import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';
import type { PlanPath } from './places';

/**
 * Tells of each fetch whether what it brings for one entity may stand, as one object, at every place of that entity:
 * where no other fetch reaches into the same objects from above. Objects that a fetch reaches by themselves are told
 * apart by what they hold, so that one object gets one answer.
 */
export function sharingOf(root: PlanNode | undefined): (node: FetchNode) => boolean {
  const owners = new Map<string, number>();
  const fetches = new Map<FetchNode, { places: ReadonlySet<string>; rewritten: boolean }>();
  visitFetches(root, [], (node, path) => {
    const places = placesIn(node, path);
    for (const place of places) owners.set(place, (owners.get(place) ?? 0) + 1);
    fetches.set(node, { places, rewritten: node.outputRewrites !== undefined });
  });
  const plain = ![...fetches.values()].some(({ rewritten }) => rewritten);
  return (node) =>
    plain && [...(fetches.get(node)?.places ?? [])].every((place) => (owners.get(place) ?? 0) <= 1);
}

function visitFetches(
  node: PlanNode | undefined,
  path: PlanPath,
  visit: (node: FetchNode, path: PlanPath) => void,
): void {
  switch (node?.kind) {
    case 'Fetch':
      return visit(node, path);
    case 'Flatten':
      return visitFetches(node.node, [...path, ...node.path], visit);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.forEach((each) => visitFetches(each, path, visit));
    case 'Condition':
      visitFetches(node.ifClause, path, visit);
      return visitFetches(node.elseClause, path, visit);
    case 'Defer':
    case undefined:
  }
}

/** Response paths, lists left out, at which a fetch brings objects. */
function placesIn({ operation, requires }: FetchNode, path: PlanPath): Set<string> {
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
