import type { FetchNode } from '@apollo/query-planner';
import {
  type ArgumentNode,
  type DefinitionNode,
  type FieldNode,
  Kind,
  OperationTypeNode,
  parse,
  print,
  type SelectionNode,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from 'graphql';

/** Where one part of a request finds its entities. */
export interface PartNames {
  /** The response key of its entities. */
  readonly key: string;
  /** The variable of its representations. */
  readonly variable: string;
}

/** The text of a request that asks about the entities of several fetches. */
export interface CombinedText {
  readonly query: string;
  readonly operationName: string | null;
  readonly names: readonly PartNames[];
  /** The client's variables that it uses. */
  readonly variableNames: readonly string[];
}

/** How the planner names the entities and their representations. */
export const SINGLE: PartNames = { key: '_entities', variable: 'representations' };

/** Writes several fetches of entities as one operation. The client's own variables mean the same in all of them. */
export function combine(nodes: readonly FetchNode[]): CombinedText {
  const [first] = nodes;
  const used = new Set(nodes.flatMap(({ variableUsages = [] }) => variableUsages));
  const common = { operationName: first?.operationName ?? null, variableNames: [...used] };
  if (first && nodes.length === 1) return { query: first.operation, names: [SINGLE], ...common };
  const variableOf = (index: number): string => {
    let name = `_r${index}`;
    while (used.has(name)) name = `_${name}`;
    return name;
  };
  const names = nodes.map((_, index) => ({ key: `_e${index}`, variable: variableOf(index) }));
  const fragments: DefinitionNode[] = [];
  const selections: SelectionNode[] = [];
  const variables = new Map<string, VariableDefinitionNode>();
  nodes.forEach(({ operation }, index) => {
    const part = names[index] ?? SINGLE;
    const rename = <T extends { readonly name: { readonly value: string } }>(node: T): T => ({
      ...node,
      name: { ...node.name, value: `${part.key}_${node.name.value}` },
    });
    const document = visit(parse(operation, { noLocation: true }), {
      FragmentSpread: (node) => rename(node),
      FragmentDefinition: (node) => rename(node),
    });
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.push(definition);
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      for (const each of definition.variableDefinitions ?? []) {
        const representations = each.variable.name.value === SINGLE.variable;
        const name = representations ? part.variable : each.variable.name.value;
        variables.set(name, {
          ...each,
          variable: { ...each.variable, name: { kind: Kind.NAME, value: name } },
        });
      }
      for (const selection of definition.selectionSet.selections)
        if (selection.kind === Kind.FIELD) selections.push(ofPart(selection, part));
    }
  });
  const query = print({
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: OperationTypeNode.QUERY,
        ...(first?.operationName === undefined
          ? {}
          : { name: { kind: Kind.NAME, value: first.operationName } }),
        variableDefinitions: [...variables.values()],
        selectionSet: { kind: Kind.SELECTION_SET, selections },
      },
      ...fragments,
    ],
  });
  return { query: stripIgnoredCharacters(query), names, ...common };
}

/** The field of the entities, under the part's own key and variable. */
function ofPart(field: FieldNode, { key, variable }: PartNames): FieldNode {
  const args = field.arguments?.map((argument): ArgumentNode =>
    argument.name.value === SINGLE.variable
      ? {
          ...argument,
          value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } },
        }
      : argument,
  );
  return { ...field, alias: { kind: Kind.NAME, value: key }, ...(args ? { arguments: args } : {}) };
}
