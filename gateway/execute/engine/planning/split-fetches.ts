import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type FieldNode, Kind, type OperationDefinitionNode, parse, type SelectionNode } from 'graphql';
import type { RequiredApart } from './required-apart';
import { withText } from './stand-in-text';

/**
 * Writes a plan that was made with stand-ins in the names of the subgraphs: each stand-in is asked for as the field that
 * it stands for, under its own key. An entity can be given one value of a field only, so that what needs another one is
 * fetched apart.
 */
export function withoutStandIns(node: PlanNode, apart: RequiredApart): PlanNode {
  const all = (nodes: readonly PlanNode[]): PlanNode[] => nodes.map((each) => withoutStandIns(each, apart));
  switch (node.kind) {
    case 'Fetch': {
      const fetches = splitFetch(node, apart);
      const [only, ...others] = fetches;
      return only && others.length === 0 ? only : { kind: 'Parallel', nodes: fetches };
    }
    case 'Flatten':
      return { ...node, node: withoutStandIns(node.node, apart) };
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: all(node.nodes) };
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause ? { ifClause: withoutStandIns(node.ifClause, apart) } : {}),
        ...(node.elseClause ? { elseClause: withoutStandIns(node.elseClause, apart) } : {}),
      };
    case 'Defer':
      return node;
  }
}

function splitFetch(fetch: FetchNode, apart: RequiredApart): FetchNode[] {
  const operation = parse(fetch.operation, { noLocation: true }).definitions.find(
    (each) => each.kind === Kind.OPERATION_DEFINITION,
  );
  if (!operation) return [fetch];
  const { requires } = fetch;
  if (!requires) return [withText(fetch, operation, apart.standIns)];
  const { groups, groupOf } = groupFields(fetch.serviceName, operation, apart);
  return groups.map((needed, at) => {
    const kept = keepFields(operation, (field) => groupOf.get(field) === at);
    return {
      ...withText(fetch, kept, apart.standIns),
      requires: keepNeeded(requires, new Set(needed), apart),
    };
  });
}

/** Puts the fields of entities that need one value of each required field at most into groups. */
function groupFields(
  subgraph: string,
  { selectionSet }: OperationDefinitionNode,
  { needs, standIns }: RequiredApart,
): { groups: (readonly string[])[]; groupOf: ReadonlyMap<FieldNode, number> } {
  const groups: (readonly string[])[] = [[]];
  const groupOf = new Map<FieldNode, number>();
  const placeOf = (path: string): string =>
    path
      .split('.')
      .map((name) => standIns.get(name)?.field ?? name)
      .join('.');
  const fits = (group: readonly string[], needed: readonly string[]): boolean =>
    !group.some((one) => needed.some((other) => one !== other && placeOf(one) === placeOf(other)));
  const add = (selections: readonly SelectionNode[], type: string): void => {
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT)
        add(node.selectionSet.selections, node.typeCondition?.name.value ?? type);
      if (node.kind !== Kind.FIELD) continue;
      const needed = needs(subgraph, type, node.name.value);
      const fitting = groups.findIndex((group) => fits(group, needed));
      const at = fitting < 0 ? groups.length : fitting;
      groups[at] = [...(groups[at] ?? []), ...needed];
      groupOf.set(node, at);
    }
  };
  for (const entities of selectionSet.selections)
    if (entities.kind === Kind.FIELD) add(entities.selectionSet?.selections ?? [], '');
  return { groups, groupOf };
}

/** @param keep of the fields of entities, which stand right below `_entities` or in fragments there. */
function keepFields(
  operation: OperationDefinitionNode,
  keep: (field: FieldNode) => boolean,
): OperationDefinitionNode {
  const kept = (selections: readonly SelectionNode[]): SelectionNode[] =>
    selections.flatMap((node): SelectionNode[] => {
      if (node.kind === Kind.FIELD) return keep(node) ? [node] : [];
      if (node.kind === Kind.FRAGMENT_SPREAD) return [node];
      const below = kept(node.selectionSet.selections);
      if (below.length === 0) return [];
      return [{ ...node, selectionSet: { ...node.selectionSet, selections: below } }];
    });
  const selections = operation.selectionSet.selections.map((entities) =>
    entities.kind === Kind.FIELD && entities.selectionSet
      ? {
          ...entities,
          selectionSet: { ...entities.selectionSet, selections: kept(entities.selectionSet.selections) },
        }
      : entities,
  );
  return { ...operation, selectionSet: { ...operation.selectionSet, selections } };
}

function keepNeeded(
  requires: readonly QueryPlanSelectionNode[],
  needed: ReadonlySet<string>,
  { standIns }: RequiredApart,
): QueryPlanSelectionNode[] {
  const kept = (selections: readonly QueryPlanSelectionNode[], above: string): QueryPlanSelectionNode[] =>
    selections.flatMap((node): QueryPlanSelectionNode[] => {
      const here = node.kind === 'Field' ? `${above}${node.name}` : '';
      const standIn = node.kind === 'Field' ? standIns.get(node.name) : undefined;
      if (standIn && !needed.has(here)) return [];
      const below = node.selections && kept(node.selections, node.kind === 'Field' ? `${here}.` : above);
      if (below?.length === 0) return [];
      if (node.kind === 'InlineFragment') return [{ ...node, selections: below ?? [] }];
      return [
        {
          ...node,
          ...(standIn ? { alias: node.name, name: standIn.field } : {}),
          ...(below ? { selections: below } : {}),
        },
      ];
    });
  return kept(requires, '');
}
