import type { FetchNode } from '@apollo/query-planner';
import { Kind, type OperationDefinitionNode, print, stripIgnoredCharacters, visit } from 'graphql';
import type { StandIn } from './required-apart';

/** A fetch with another text, in which each stand-in is asked for, under its own key, as what it stands for. */
export function withText(
  { variableUsages, operationDocumentNode: _, ...fetch }: FetchNode,
  operation: OperationDefinitionNode,
  standIns: ReadonlyMap<string, StandIn>,
): FetchNode {
  const used = new Set<string>();
  const body = visit(
    { ...operation, variableDefinitions: [] },
    {
      Variable: ({ name }) => void used.add(name.value),
      Field(node) {
        const standIn = standIns.get(node.name.value);
        if (!standIn) return undefined;
        const { field, args } = standIn;
        const name = { kind: Kind.NAME, value: field };
        return { ...node, alias: node.alias ?? node.name, name, arguments: args };
      },
    },
  );
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return {
    ...fetch,
    operation: stripIgnoredCharacters(print({ ...body, variableDefinitions })),
    ...(variableUsages ? { variableUsages: variableUsages.filter((name) => used.has(name)) } : {}),
  };
}
