import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
} from 'graphql';
import type { Caller } from '../kernel/caller';
import type { AccessTable } from '../policy/compile';
import { mayUse } from './arguments';

/** The part of a graph that one kind of caller can get anything of. */
export interface Reach {
  /** Names of types. */
  readonly types: ReadonlySet<string>;
  /** `Type.field`, `Type.field(argument:)`, `Input.field` and `Enum.VALUE`, each of a type in `types`. */
  readonly coordinates: ReadonlySet<string>;
}

/** A type that has fields, and those of them that the rules do not always deny. */
type Fields = ReadonlyMap<string, readonly GraphQLField<unknown, unknown>[]>;

/**
 * Walks a graph from its roots by what the rules may ever show to a caller.
 *
 * Outside are: what is always denied; fields of which a required argument may not be used; types nothing of which is
 * left, and fields that lead to such types; whatever no way from a root leads to. What depends on the object is inside.
 *
 * @param schema an API schema, or a supergraph as it is written.
 */
export function reachOf(schema: GraphQLSchema, table: AccessTable, caller: Caller): Reach {
  const named = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const unusable = unusableInputs(named.filter(isInputObjectType), table, caller);
  const isUsable = (owner: string, field: string, argument: string, type: GraphQLNamedType): boolean =>
    owner === 'Mutation' ||
    (!unusable.has(type.name) &&
      ownersOf(schema, table, owner, field).every((each) =>
        mayUse(`${each}.${field}(${argument}:)`, table, caller),
      ));
  const isShown = (owner: string, { name, args }: GraphQLField<unknown, unknown>): boolean =>
    ownersOf(schema, table, owner, name).every(
      (each) => table.look(`${each}.${name}`, caller).kind !== 'ALWAYS_DENY',
    ) &&
    args.every((each) => !isRequiredArgument(each) || isUsable(owner, name, each.name, getNamedType(each.type)));

  const shown: Fields = new Map(
    named.flatMap((type) =>
      isObjectType(type) || isInterfaceType(type)
        ? [[type.name, Object.values(type.getFields()).filter((field) => isShown(type.name, field))] as const]
        : [],
    ),
  );
  const alive = inhabited(schema, named, shown);

  const types = new Set<string>();
  const coordinates = new Set<string>();
  const inputs = new Set<string>();
  const visitInput = (type: GraphQLNamedType, byMutation: boolean): void => {
    if (!isInputObjectType(type)) return visit(type);
    if (inputs.has(`${type.name} ${byMutation}`)) return;
    inputs.add(`${type.name} ${byMutation}`);
    types.add(type.name);
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const inner = getNamedType(field.type);
      if (!byMutation && (unusable.has(inner.name) || !mayUse(coordinate, table, caller))) continue;
      coordinates.add(coordinate);
      visitInput(inner, byMutation);
    }
  };
  const visit = (type: GraphQLNamedType): void => {
    if (types.has(type.name)) return;
    types.add(type.name);
    if (isEnumType(type)) for (const { name } of type.getValues()) coordinates.add(`${type.name}.${name}`);
    if (isAbstractType(type))
      for (const each of schema.getPossibleTypes(type)) if (alive.has(each.name)) visit(each);
    for (const field of shown.get(type.name) ?? []) {
      const target = getNamedType(field.type);
      if (isCompositeType(target) && !alive.has(target.name)) continue;
      coordinates.add(`${type.name}.${field.name}`);
      visit(target);
      for (const argument of field.args) {
        const input = getNamedType(argument.type);
        if (!isUsable(type.name, field.name, argument.name, input)) continue;
        coordinates.add(`${type.name}.${field.name}(${argument.name}:)`);
        visitInput(input, type === schema.getMutationType());
      }
    }
  };
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (root && alive.has(root.name)) visit(root);
  }
  return { types, coordinates };
}

/** Whose rules decide on a field: on an interface, those of each type that it may turn out to be. */
function ownersOf(schema: GraphQLSchema, table: AccessTable, owner: string, field: string): readonly string[] {
  const type = schema.getType(owner);
  if (!isInterfaceType(type)) return [owner];
  const objects = schema.getPossibleTypes(type).map(({ name }) => name);
  return table.classification.has(`${owner}.${field}`) ? [owner, ...objects] : objects;
}

/** Input types that cannot be given in a query: nothing of them may be used, or not all that they require. */
function unusableInputs(
  inputs: readonly GraphQLInputObjectType[],
  table: AccessTable,
  caller: Caller,
): ReadonlySet<string> {
  const unusable = new Set<string>();
  for (let before = -1; before !== unusable.size; ) {
    before = unusable.size;
    for (const type of inputs) {
      const fields = Object.values(type.getFields());
      const left = fields.filter(
        (field) =>
          !unusable.has(getNamedType(field.type).name) && mayUse(`${type.name}.${field.name}`, table, caller),
      );
      const isWhole = fields.every((field) => !isRequiredInputField(field) || left.includes(field));
      if (left.length === 0 || !isWhole) unusable.add(type.name);
    }
  }
  return unusable;
}

/** Composite types of which something is left: types that only lead to each other are not. */
function inhabited(
  schema: GraphQLSchema,
  named: readonly GraphQLNamedType[],
  shown: Fields,
): ReadonlySet<string> {
  const alive = new Set<string>();
  for (let before = -1; before !== alive.size; ) {
    before = alive.size;
    for (const type of named) {
      const leads = isUnionType(type)
        ? schema.getPossibleTypes(type).some(({ name }) => alive.has(name))
        : shown.get(type.name)?.some((field) => {
            const target = getNamedType(field.type);
            return !isCompositeType(target) || alive.has(target.name);
          });
      if (leads) alive.add(type.name);
    }
  }
  return alive;
}
