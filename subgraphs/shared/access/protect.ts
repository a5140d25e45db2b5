import { defaultFieldResolver, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { applyMiddleware, type IMiddlewareFunction } from 'graphql-middleware';
import { deny, rule, shield } from 'graphql-shield';
import { classifySchema } from '../../../schema/contract/classification';
import type { OperationContext } from '../../../schema/kernel/operation';
import { HubError } from '../../../schema/kernel/errors';
import { type AccessTable, compile } from '../../../schema/policy/compile';
import type { Policy } from '../../../schema/policy/types';
import type { PartyNames } from '../../../schema/ports/names';
import type { StandingReader } from '../../../schema/ports/standing';
import { setLane } from '../execution/lanes';
import { evaluationFailed, fieldDenied } from './errors';
import { entityKeys, type Guard, guardsOf } from './guard';
import { maskValue, noteMasked } from './mask';
import type { Pseudonymise } from './pseudonym';
import { showsWhole } from './verdict';
import { createVerdicts, type Verdicts } from './verdicts';

type Tree<T> = Record<string, Record<string, T>>;

type Arguments = Readonly<Record<string, unknown>>;

/** By what a subgraph is protected. */
export interface AccessRules {
  readonly policy: Policy;
  /** Without it, what may only be shown as a pseudonym is refused. */
  readonly pseudonymise?: Pseudonymise;
  /** Without it, restrictions and objections are taken for granted wherever a rule asks for them. */
  readonly standings?: StandingReader;
  /** Without it, a text that is to be shown without its parties' names is kept back. */
  readonly names?: PartyNames;
  /** Puts other rules beside these, which decide nothing: see `createNextPolicy`. */
  readonly beside?: (table: AccessTable) => AccessTable;
}

/**
 * Puts the access policy around a subgraph: the second line, which knows the data as well as the token.
 *
 * Every field but federation's own and entities' keys is decided for each object, by the category that its own
 * `@personalData` gives it, by the caller in `context.operation` and by the object's `facts`. A field without a category
 * is refused. Masks are applied outside the decision, so that a refusal passes through them.
 *
 * @param schema executable, without access rules; it stays as it is.
 */
export function protectSchema(
  schema: GraphQLSchema,
  { policy, pseudonymise, standings, names, beside = (table) => table }: AccessRules,
): GraphQLSchema {
  const guards = guardsOf(schema);
  const verdicts = createVerdicts(beside(compile(classifySchema(schema), policy)), {
    pseudonymise,
    standings,
    names,
  });
  const rules = treeOf(guards, (guard) => ruleOf(guard, verdicts));
  const decide = shield(rules, { fallbackRule: deny, fallbackError: whatFailed }).generate(schema);
  const guarded = applyMiddleware(
    schema,
    treeOf(guards, (guard) => maskOf(guard, verdicts)),
    onlyGuarded(decide as Tree<IMiddlewareFunction>, guards),
  );
  for (const guard of guards) openLane(schema, guarded, guard, verdicts);
  readKeysOnly(guarded);
  return guarded;
}

function treeOf<T>(guards: readonly Guard[], make: (guard: Guard) => T): Tree<T> {
  const tree: Tree<T> = {};
  for (const guard of guards) (tree[guard.typeName] ??= {})[guard.field.name] = make(guard);
  return tree;
}

/** Shield wraps every field of the schema; what has no guard stays as it was, and synchronous. */
const onlyGuarded = (tree: Tree<IMiddlewareFunction>, guards: readonly Guard[]): Tree<IMiddlewareFunction> =>
  treeOf(guards, ({ typeName, coordinate, field }) => {
    const middleware = tree[typeName]?.[field.name];
    if (!middleware) throw new Error(`${coordinate} is not protected`);
    return middleware;
  });

/** One rule object per field, and no cache of shield's: its keys know neither the field nor the caller. */
const ruleOf = (guard: Guard, verdicts: Verdicts) =>
  rule(guard.coordinate, { cache: 'no_cache' })((parent, args: Record<string, unknown>, context) => {
    try {
      verdicts.demand(guard, parent, args, context);
      return true;
    } catch (error) {
      // Shield would take a thrown error for a refusal; a returned one stays what it is.
      return error instanceof HubError ? error : evaluationFailed(guard.coordinate, error);
    }
  });

/** Shield asks this for a refusal (`null`) and for whatever a resolver threw: the latter is not its business. */
const whatFailed = (
  thrown: unknown,
  _parent: object,
  _args: object,
  _context: object,
  info: { readonly parentType: GraphQLObjectType; readonly fieldName: string },
): Error => {
  const coordinate = `${info.parentType.name}.${info.fieldName}`;
  if (thrown === null) return fieldDenied(coordinate);
  return thrown instanceof Error
    ? thrown
    : new Error('A resolver threw what is no error.', { cause: thrown });
};

const maskOf =
  (guard: Guard, verdicts: Verdicts): IMiddlewareFunction =>
  async (
    resolve: () => Promise<unknown>,
    parent: unknown,
    args: Arguments,
    context: { operation: OperationContext },
  ) => {
    return shownOf(await resolve(), guard, verdicts, parent, args, context);
  };

/** What is left of a value that a resolver gave. */
function shownOf(
  value: unknown,
  guard: Guard,
  verdicts: Verdicts,
  parent: unknown,
  args: Arguments,
  context: { readonly operation: OperationContext },
): unknown {
  if (value === null || value === undefined || value instanceof Error) return value;
  const verdict = verdicts.of(guard, parent, context);
  if (!verdict.show) return fieldDenied(guard.coordinate);
  const filters = verdicts.filters(guard, args, context);
  if (verdict.each || filters.length > 0) return verdicts.keep(guard, value, context, filters);
  if (!verdict.transform || !guard.leaf) return guard.part ? verdicts.carry(parent, value, context) : value;
  const { leaf } = guard;
  const { transform } = verdict;
  noteMasked(context.operation, guard.coordinate);
  if (!verdict.named) return maskValue(value, leaf, verdicts.bind(transform, parent, context));
  return verdicts
    .names(parent, context)
    .then((names) => maskValue(value, leaf, verdicts.bind(transform, parent, context, names)));
}

/**
 * Takes the short way for what the same decision shows, whole or masked: shield makes several promises per field, which
 * a page of a thousand fields feels. Everything else, doubt included, takes the long way through shield and masks.
 */
function openLane(plain: GraphQLSchema, guarded: GraphQLSchema, guard: Guard, verdicts: Verdicts): void {
  const fieldOf = (schema: GraphQLSchema) =>
    (schema.getType(guard.typeName) as GraphQLObjectType | undefined)?.getFields()[guard.field.name];
  const open = fieldOf(plain)?.resolve ?? defaultFieldResolver;
  const field = fieldOf(guarded);
  const long = field?.resolve;
  if (!field || !long) throw new Error(`${guard.coordinate} is not protected`);
  const free = (
    parent: unknown,
    args: Record<string, unknown>,
    context: unknown,
  ): 'whole' | 'less' | false => {
    try {
      const verdict = verdicts.take(guard, parent, context);
      const shown =
        verdict.show &&
        guard.typeName !== 'Mutation' &&
        verdicts.refusedArgument(guard, args, context) === undefined;
      if (!shown) return false;
      const isWhole = showsWhole(verdict) && verdicts.filters(guard, args, context).length === 0;
      return isWhole ? 'whole' : 'less';
    } catch {
      return false; // The long way meets the same failure and reports it.
    }
  };
  const prepared = (parent: unknown, context: unknown): Promise<void> | undefined => {
    try {
      return verdicts.prepare(guard, parent, context);
    } catch {
      return undefined; // Likewise.
    }
  };
  const whole: typeof long = (parent: unknown, args: Record<string, unknown>, context, info) => {
    const value: unknown = open(parent, args, context, info);
    return guard.part ? verdicts.carry(parent, value, context) : value;
  };
  const decided: typeof long = (parent: unknown, args: Record<string, unknown>, context, info) => {
    const way = free(parent, args, context);
    if (!way) return long(parent, args, context, info);
    if (way === 'whole') return whole(parent, args, context, info);
    const value: unknown = open(parent, args, context, info);
    const shown = (settled: unknown): unknown =>
      shownOf(settled, guard, verdicts, parent, args, context as { operation: OperationContext });
    return value instanceof Promise ? value.then(shown) : shown(value);
  };
  if (guard.field.args.length === 0 && guard.typeName !== 'Mutation')
    setLane(field, verdicts.lane(guard, guard.part || open !== defaultFieldResolver ? whole : undefined));
  field.resolve = (parent: unknown, args: Record<string, unknown>, context, info) => {
    const pending = prepared(parent, context);
    return pending
      ? pending.then(() => decided(parent, args, context, info))
      : decided(parent, args, context, info);
  };
}

/** Without a resolver of its own an entity would be the representation as the network sent it, invented facts included. */
function readKeysOnly(schema: GraphQLSchema): void {
  for (const name of entityKeys(schema).keys()) {
    const type = schema.getType(name) as GraphQLObjectType;
    const apollo = type.extensions.apollo as { subgraph?: { resolveReference?: unknown } } | undefined;
    if (apollo?.subgraph?.resolveReference) continue;
    const resolveReference = ({ id }: { readonly id: string }): object => ({ id });
    type.extensions = {
      ...type.extensions,
      apollo: { ...apollo, subgraph: { ...apollo?.subgraph, resolveReference } },
    };
  }
}
