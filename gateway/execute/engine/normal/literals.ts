import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  print,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import { type JsonObject, put } from '../json';

/** A value that stands in a document, as a variable would bring it. */
export interface Lifted {
  readonly value: unknown;
}

/**
 * Reads a value that stands in a document as the JSON which means the same in a variable of its type; `undefined` where
 * it holds variables, or where a number of a scalar that we do not know might lose something on the way.
 */
export function liftLiteral(node: ValueNode, type: GraphQLInputType): Lifted | undefined {
  if (isNonNullType(type)) return liftLiteral(node, type.ofType);
  if (node.kind === Kind.NULL) return { value: null };
  if (isListType(type)) {
    const items = node.kind === Kind.LIST ? node.values : [node];
    const lifted = items.map((item) => liftLiteral(item, type.ofType));
    return lifted.every((item) => item !== undefined)
      ? { value: lifted.map(({ value }) => value) }
      : undefined;
  }
  if (isInputObjectType(type)) return node.kind === Kind.OBJECT ? liftObject(node, type) : undefined;
  if (isEnumType(type)) return node.kind === Kind.ENUM ? { value: node.value } : undefined;
  return liftScalar(node, type.name);
}

function liftObject(
  { fields }: ValueNode & { readonly kind: Kind.OBJECT },
  type: GraphQLInputType & { getFields(): Record<string, { readonly type: GraphQLInputType }> },
): Lifted | undefined {
  const value: JsonObject = {};
  for (const { name, value: node } of fields) {
    const field = type.getFields()[name.value];
    const lifted = field && liftLiteral(node, field.type);
    if (!lifted) return undefined;
    put(value, name.value, lifted.value);
  }
  return { value };
}

function liftScalar(node: ValueNode, type: string): Lifted | undefined {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
      return { value: node.value };
    case Kind.INT:
      return type === 'ID' ? { value: node.value } : liftNumber(node.value);
    case Kind.FLOAT:
      return type === 'Float' ? liftNumber(node.value) : undefined;
    default:
      return undefined;
  }
}

/** A number that JSON holds as it is. */
function liftNumber(text: string): Lifted | undefined {
  const value = Number(text);
  const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return exact && !Object.is(value, -0) ? { value } : undefined;
}

/** How the default of a client's variable is planned. */
export interface PlannedDefault {
  /** Goes into the plan: ` = …`, or nothing. */
  readonly text: string;
  /** What is sent where the client gives nothing; absent where the plan itself says it. */
  readonly lifted?: Lifted;
}

/**
 * A default that differs must not make another plan, but that there is one lets a variable stand where null may not: a
 * stand-in takes its place, and the value itself is always sent.
 */
export function plannedDefault(
  { defaultValue }: VariableDefinitionNode,
  type: GraphQLInputType | undefined,
): PlannedDefault {
  if (!defaultValue) return { text: '' };
  const lifted = type && liftLiteral(defaultValue, type);
  if (!type || !lifted) return { text: ` = ${print(defaultValue)}` };
  if (isNonNullType(type) || lifted.value === null) return { text: '', lifted };
  return { text: ` = ${standInOf(type) ?? print(defaultValue)}`, lifted };
}

const STAND_INS: Readonly<Record<string, string>> = {
  Int: '0',
  Float: '0',
  String: '""',
  ID: '""',
  Boolean: 'false',
};

function standInOf(type: GraphQLInputType): string | undefined {
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]?.name;
  return 'name' in type ? STAND_INS[type.name] : undefined;
}
