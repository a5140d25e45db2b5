import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import { deniedArgument } from '../../schema/contract/arguments';
import type { Caller } from '../../schema/kernel/caller';
import type { AccessTable } from '../../schema/policy/compile';
import type { Denial, Variables } from './shape';

/** Who asks, of what graph, by which rules. */
export interface Grounds {
  readonly schema: GraphQLSchema;
  readonly table: AccessTable;
  readonly caller: Caller;
}

/** The object types that a value of a type may have, and the type itself. */
const ownersOf = (type: GraphQLCompositeType, schema: GraphQLSchema): readonly string[] =>
  isAbstractType(type) ? [type.name, ...schema.getPossibleTypes(type).map(({ name }) => name)] : [type.name];

/**
 * What the rules say about a field before any object is known. On an interface the least of its implementations
 * counts: which of them it will be is not known before a legacy system was asked.
 */
export function fieldDenial(
  { schema, table, caller }: Grounds,
  type: GraphQLCompositeType,
  fieldName: string,
): Denial | undefined {
  for (const owner of ownersOf(type, schema)) {
    const coordinate = `${owner}.${fieldName}`;
    if (isAbstractType(schema.getType(owner)) && !table.classification.has(coordinate)) continue;
    const look = table.look(coordinate, caller);
    if (look.kind !== 'ALWAYS_DENY') continue;
    return {
      code: 'FIELD_ACCESS_DENIED',
      coordinate: `${type.name}.${fieldName}`,
      rule: look.decision.rule,
      scope: look.decision.scope,
    };
  }
  return undefined;
}

/** Whether a field is given an argument that this caller may not use. */
export function argumentDenial(
  { schema, table, caller }: Grounds,
  type: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): Denial | undefined {
  if (!node.arguments?.length) return undefined;
  const values = argumentValues(node, variables);
  for (const owner of ownersOf(type, schema)) {
    if (isAbstractType(schema.getType(owner))) continue;
    const coordinate = deniedArgument(owner, field, values, table, caller);
    if (coordinate !== undefined) return { code: 'ARGUMENT_ACCESS_DENIED', coordinate, rule: '-' };
  }
  return undefined;
}

/** A field's arguments as plain values, those that the client left out missing. */
export function argumentValues(node: FieldNode, variables: Variables): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const { name, value } of node.arguments ?? []) {
    const isMissing = value.kind === Kind.VARIABLE && variables[value.name.value] === undefined;
    if (!isMissing) values[name.value] = valueFromASTUntyped(value, variables);
  }
  return values;
}

/** The client's variables, with the operation's defaults where it sent none. */
export function withDefaults(operation: OperationDefinitionNode, sent: Variables): Variables {
  const variables: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (Object.hasOwn(sent, name) && sent[name] !== undefined) variables[name] = sent[name];
    else if (defaultValue) variables[name] = valueFromASTUntyped(defaultValue);
  }
  return variables;
}
