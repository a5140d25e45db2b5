import {
  buildASTSchema,
  getNamedType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { classifySchema } from '../../schema/contract/classification';
import type { Caller } from '../../schema/kernel/caller';
import { type AccessTable, compile } from '../../schema/policy/compile';
import { type Decision, effects, type Policy } from '../../schema/policy/types';
import { fieldSets } from './access/field-set';
import { carriesMasks } from './access/mask';

/** One subgraph as the contract has it. */
export interface SubgraphContract {
  readonly name: string;
  readonly schema: GraphQLSchema;
}

/**
 * What is wrong with the whole graph under the rules in force, a line each, naming the coordinate: a field that some
 * caller is not shown and that is non-null; a field that shows to someone what they may not see of the fields that it
 * `@requires`; a field to which two subgraphs give different categories, so that each protects it differently.
 */
export function policyProblemsOf(
  supergraphSdl: string,
  subgraphs: readonly SubgraphContract[],
  policy: Policy,
): string[] {
  const supergraph = buildASTSchema(parse(supergraphSdl), { assumeValidSDL: true });
  const table = compile(classifySchema(supergraph), policy);
  const callers = everyCaller(policy);
  return [
    ...unwithholdable(supergraph, table, callers),
    ...subgraphs.flatMap(({ name, schema }) => widening(name, schema, table, callers)),
    ...disagreements(subgraphs),
  ];
}

/** One caller per role, purpose and set of scopes that makes a difference: all of them, and all but each one. */
function everyCaller({ roles, purposes, scopes, actions }: Policy): readonly Caller[] {
  const all = [...new Set([...scopes.values(), ...actions.map(({ scope }) => scope)])];
  const sets = [all, ...all.map((missing) => all.filter((each) => each !== missing))];
  // Numbers of nobody: with them every relation may hold.
  const numbers = { customerNumber: '-', branch: '-', staffNumber: '-' };
  return roles.flatMap((role) =>
    purposes.flatMap((purpose) =>
      sets.map((held): Caller => ({
        ...{ subject: '-', clientId: '-', roles: [role], scopes: held, purposes: [purpose], purpose },
        ...numbers,
      })),
    ),
  );
}

type Owner = GraphQLObjectType | GraphQLInterfaceType;

/** Fields of objects that a caller can reach, non-null, of which that caller may get nothing. */
function unwithholdable(
  schema: GraphQLSchema,
  table: AccessTable,
  callers: readonly Caller[],
): readonly string[] {
  const problems = new Map<string, string>();
  const owners = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? [{ type, keys: keysOf(type) }] : [],
  );
  for (const { type, keys } of owners) {
    if (keys.size === 0 || ['Query', 'Mutation', 'Subscription'].includes(type.name)) continue;
    for (const { name, type: output } of Object.values(type.getFields())) {
      if (!keys.has(name) && isNonNullType(output)) {
        const coordinate = `${type.name}.${name}`;
        problems.set(
          coordinate,
          `${coordinate}: is non-null, and an object that is not visible cannot give it`,
        );
      }
    }
  }
  for (const caller of callers) {
    const types = reached(schema, table, caller);
    for (const { type, keys } of owners) {
      if (!types.has(type.name)) continue;
      for (const field of Object.values(type.getFields())) {
        const coordinate = `${type.name}.${field.name}`;
        if (keys.has(field.name) || problems.has(coordinate)) continue;
        const why = whyNull(schema, type, field, table, caller);
        if (why !== undefined) problems.set(coordinate, `${coordinate}: is non-null, and ${why}`);
      }
    }
  }
  return [...problems.values()];
}

/** The types whose objects a caller may meet: a way leads to them on which nothing is always denied. */
function reached(schema: GraphQLSchema, table: AccessTable, caller: Caller): ReadonlySet<string> {
  const types = new Set<string>();
  const visit = (type: GraphQLNamedType): void => {
    if (types.has(type.name)) return;
    types.add(type.name);
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(visit);
    if (!isObjectType(type) && !isInterfaceType(type)) return;
    for (const field of Object.values(type.getFields())) {
      const shown = possibleOf(schema, type, field.name, table, caller).some(
        ({ effect }) => effect !== 'DENY',
      );
      if (shown && isCompositeType(getNamedType(field.type))) visit(getNamedType(field.type));
    }
  };
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const root of roots) if (root) visit(root);
  return types;
}

/** @returns why a caller may get `null` where the graph promises a value; `undefined` where they get one. */
function whyNull(
  schema: GraphQLSchema,
  type: Owner,
  field: GraphQLField<unknown, unknown>,
  table: AccessTable,
  caller: Caller,
): string | undefined {
  if (!hasNonNull(field.type)) return undefined;
  const leaf = getNamedType(field.type);
  const who = `${caller.roles.join()} for ${caller.purpose}`;
  for (const { effect } of possibleOf(schema, type, field.name, table, caller)) {
    if (effect === 'DENY' && isNonNullType(field.type)) return `it is not shown to ${who}`;
    const masked = effect === 'MASK' || effect === 'PSEUDONYMISE';
    if (masked && isLeafType(leaf) && !carriesMasks(leaf)) return `it cannot be masked for ${who}`;
  }
  return undefined;
}

/** A field of an interface comes to the least of what it comes to on each type that the object may have. */
function possibleOf(
  schema: GraphQLSchema,
  type: Owner,
  field: string,
  table: AccessTable,
  caller: Caller,
): readonly Decision[] {
  const owners = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  return owners.flatMap((owner) => possible(table, `${owner.name}.${field}`, caller));
}

function possible(table: AccessTable, coordinate: string, caller: Caller): readonly Decision[] {
  const look = table.look(coordinate, caller);
  return look.kind === 'CONDITIONAL' ? look.possible : [look.decision];
}

function hasNonNull(type: GraphQLOutputType): boolean {
  if (isNonNullType(type)) return true;
  return isListType(type) && hasNonNull(type.ofType);
}

/** Keys are never withheld: without them nothing could be joined. They are no personal data. */
function keysOf(type: Owner): ReadonlySet<string> {
  const directives = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
  const keys = fieldSets(type, directives, ['join__type'], 'key').filter(({ top }) => top);
  return new Set(keys.map(({ name }) => name));
}

/** Fields that show more to someone than the fields that they are made of. */
function widening(
  subgraph: string,
  schema: GraphQLSchema,
  table: AccessTable,
  callers: readonly Caller[],
): readonly string[] {
  const problems = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const directives = field.astNode?.directives ?? [];
      const coordinate = `${type.name}.${field.name}`;
      for (const required of fieldSets(type, directives, ['requires', 'federation__requires'])) {
        if (!required.leaf) continue;
        const wider = callers.find(
          (caller) =>
            !isAtMost(possible(table, coordinate, caller), possible(table, required.coordinate, caller)),
        );
        if (wider) {
          problems.add(
            `${subgraph}: ${coordinate}: requires ${required.coordinate}, of which ${wider.roles.join()} for ${wider.purpose} is shown less`,
          );
        }
      }
    }
  }
  return [...problems];
}

const ranks = (decisions: readonly Decision[]): number[] =>
  decisions.map(({ effect }) => effects.indexOf(effect));

function isAtMost(field: readonly Decision[], required: readonly Decision[]): boolean {
  if (Math.max(...ranks(field)) > Math.max(...ranks(required))) return false;
  if (Math.min(...ranks(field)) > Math.min(...ranks(required))) return false;
  const masksOf = (decisions: readonly Decision[]) => new Set(decisions.flatMap(({ mask }) => mask ?? []));
  // Two masks of one text may show together what neither shows alone.
  const allowed = masksOf(required);
  return [...masksOf(field)].every((mask) => allowed.has(mask));
}

/** Coordinates that subgraphs share and classify differently: the graph could carry one category only. */
function disagreements(subgraphs: readonly SubgraphContract[]): readonly string[] {
  const first = new Map<string, { readonly name: string; readonly category: string }>();
  const problems: string[] = [];
  for (const { name, schema } of subgraphs) {
    for (const [coordinate, { category }] of classifySchema(schema)) {
      const known = first.get(coordinate);
      if (!known) first.set(coordinate, { name, category });
      else if (known.category !== category) {
        problems.push(
          `${name}: ${coordinate}: is "${category}" here and "${known.category}" in ${known.name}: a shared field has one category`,
        );
      }
    }
  }
  return problems;
}
