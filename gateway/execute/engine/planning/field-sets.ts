import { Kind, parse, type SelectionSetNode } from 'graphql';

/** Reads a field set, `id brand { code }`. */
export function selectionSetOf(fields: string): SelectionSetNode {
  const [definition] = parse(`{${fields}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('It is no field set.');
  return definition.selectionSet;
}

/** All places of a field set, names of fields with dots between them. */
export const pathsOf = ({ selections }: SelectionSetNode): string[] =>
  selections.flatMap((each) => {
    if (each.kind === Kind.FRAGMENT_SPREAD) return [];
    const below = each.selectionSet ? pathsOf(each.selectionSet) : [];
    if (each.kind === Kind.INLINE_FRAGMENT) return below;
    return [each.name.value, ...below.map((path) => `${each.name.value}.${path}`)];
  });

/** The name of the field at a place. */
export const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
