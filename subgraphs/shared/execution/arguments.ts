import { getArgumentValues, Kind, type ValueNode } from 'graphql';
import type { Run, Selection } from './run';

type Arguments = Record<string, unknown>;

/** What a field is given, new for each object. @throws {GraphQLError} a value that must be there is not. */
export type ArgumentsOf = (run: Run) => Arguments;

/** Compiles a field's arguments: those that are written in the document as plain values are read once. */
export function argumentsOf({ definition, nodes: [node] }: Selection): ArgumentsOf {
  if (definition.args.length === 0) return () => ({});
  const read: ArgumentsOf = ({ variables }) => getArgumentValues(definition, node, variables);
  if (node.arguments?.some(({ value }) => hasVariable(value))) return read;
  let known: Arguments | undefined;
  return (run) => {
    if (known) return { ...known };
    const values = read(run);
    // What a resolver could change is made for each object.
    if (Object.values(values).every((value) => typeof value !== 'object' || value === null)) known = values;
    return { ...values };
  };
}

function hasVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(hasVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => hasVariable(field.value));
  return value.kind === Kind.VARIABLE;
}
