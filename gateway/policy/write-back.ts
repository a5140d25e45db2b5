import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { writtenBack } from '../../schema/contract/arguments';
import type { HubError } from '../../schema/kernel/errors';
import { maskedWriteBack } from '../../subgraphs/shared/access/errors';
import { argumentValues, type Grounds } from './denial';
import type { Variables } from './shape';

/**
 * Looks in a mutation for a masked or pseudonymised value that would be written in the place of the value itself.
 *
 * @returns `MASKED_VALUE_WRITE_BACK`, naming the argument or input field; `undefined` where there is none.
 */
export function writeBack(
  { schema, table }: Grounds,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): HubError | undefined {
  const root = schema.getMutationType();
  if (!root || schema.getRootType(operation.operation) !== root) return undefined;
  for (const node of fieldsOf(operation.selectionSet, document)) {
    const field = root.getFields()[node.name.value];
    const coordinate =
      field && writtenBack(root.name, field, argumentValues(node, variables), table.classification);
    if (coordinate !== undefined) return maskedWriteBack(coordinate);
  }
  return undefined;
}

/** The fields of a selection set, fragments included; the document was validated, so fragments do not spread themselves. */
function* fieldsOf(set: SelectionSetNode, document: DocumentNode): Generator<FieldNode> {
  for (const node of set.selections) {
    if (node.kind === Kind.FIELD) yield node;
    else if (node.kind === Kind.INLINE_FRAGMENT) yield* fieldsOf(node.selectionSet, document);
    else {
      for (const each of document.definitions) {
        if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === node.name.value)
          yield* fieldsOf(each.selectionSet, document);
      }
    }
  }
}
