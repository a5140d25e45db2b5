import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';

/** Puts a document together of one operation, the fragments it still uses and the variables it still uses. */
export function rebuild(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): DocumentNode {
  const byName = new Map(fragments.map((each) => [each.name.value, each]));
  const used = new Set<FragmentDefinitionNode>();
  const variables = new Set<string>();
  const note = (definition: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(definition, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void variables.add(name.value),
      FragmentSpread({ name }) {
        const fragment = byName.get(name.value);
        if (!fragment || used.has(fragment)) return;
        used.add(fragment);
        note(fragment);
      },
    });
  };
  note(operation);
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    variables.has(variable.name.value),
  );
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, variableDefinitions }, ...used] };
}

/** A response key that the client does not use anywhere. */
export function freeKey(document: DocumentNode): string {
  const taken = new Set<string>();
  visit(document, { Field: ({ alias, name }) => void taken.add(alias?.value ?? name.value) });
  let key = 'hubTypename';
  while (taken.has(key)) key += '_';
  return key;
}
