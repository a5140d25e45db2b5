import DataLoader from 'dataloader';
import type { Caller } from '../../schema/kernel/caller';
import type { OperationContext } from '../../schema/kernel/operation';
import { type Mandate, rowFilter, type RowFacts, rowTruth } from '../../schema/policy/row';
import { asksStanding } from '../../schema/policy/standing';
import { type Policy, roleMatches } from '../../schema/policy/types';
import type { RelationReader } from '../../schema/ports/relation';
import { perOperation } from './per-operation';

/**
 * Lets objects of the old systems through to a caller who may know of them.
 *
 * @param type the object's name in the graph.
 * @param facts what the object itself tells; `undefined` where its system does not have it: the store is then asked as for
 *   an object that the caller may not know of, so that the time it takes tells nothing.
 * @returns the facts, with what else was found out about it; `undefined` where the caller may not know of it, which reads
 *   as not found.
 * @throws {SourceUnavailable} the store that knows relations is down, and they would decide.
 */
export type RowGate = (type: string, facts: RowFacts | undefined) => Promise<RowFacts | undefined>;

interface Loaders {
  readonly handlers: DataLoader<string, readonly string[]>;
  readonly level: DataLoader<string, string | null>;
  readonly mandates: DataLoader<string, readonly Mandate[]>;
  /** By claim: whose it is. */
  readonly owner: DataLoader<string, string | null>;
}

/** Numbers of nobody. */
const NOBODY: RowFacts = { customer: '-', claim: '-' };

/** The name under which the store's calls are counted. */
const STORE = 'store';

/**
 * @param relations absent where this process has no store of its own: then only what objects tell themselves counts, and
 *   a relation that they do not tell does not hold.
 */
export function createRowGate(
  policy: Policy,
  operation: OperationContext,
  relations: RelationReader | undefined,
): RowGate {
  const { caller } = operation;
  const ownersMatter = policy.rules.some(
    (rule) =>
      asksStanding(rule) &&
      rule.roles.some((role) => caller.roles.some((own) => roleMatches(role, own))) &&
      rule.purposes.some((purpose) => purpose === '*' || purpose === caller.purpose),
  );
  return async (type, facts) => {
    const sure = facts ? rowTruth(policy, type, caller, facts) : undefined;
    if (!relations) return sure === true ? facts : undefined;
    const load = loadersOf(operation, relations);
    const owned = (found: RowFacts): RowFacts | Promise<RowFacts> =>
      ownersMatter ? withOwner(found, load) : found;
    if (sure !== undefined) return sure && facts ? owned(facts) : undefined;
    const complete = await completed(facts ?? NOBODY, policy, type, caller, load);
    if (!facts) return undefined;
    return rowTruth(policy, type, caller, complete) === true ? owned(complete) : undefined;
  };
}

/** Part of a claim belongs to whom the claim belongs to, where the object itself does not tell anybody. */
function withOwner(facts: RowFacts, { owner }: Loaders): RowFacts | Promise<RowFacts> {
  if (facts.customer || !facts.claim) return facts;
  return owner.load(facts.claim).then((customer) => (customer === null ? facts : { ...facts, customer }));
}

/** Asks only for what the rules about this type would look at and the object does not tell. */
async function completed(
  facts: RowFacts,
  policy: Policy,
  type: string,
  caller: Caller,
  load: Loaders,
): Promise<RowFacts> {
  const { handler, level, mandate } = rowFilter(policy, type, caller);
  const asksHandlers = handler !== undefined && facts.handler === undefined && facts.customer;
  const asksLevel = level !== undefined && facts.level === undefined && facts.claim;
  const asksMandates = mandate && facts.mandates === undefined && facts.customer;
  const [handlers, found, mandates] = await Promise.all([
    asksHandlers ? load.handlers.load(asksHandlers) : undefined,
    asksLevel ? load.level.load(asksLevel) : undefined,
    asksMandates ? load.mandates.load(asksMandates) : undefined,
  ]);
  return {
    ...facts,
    ...(handlers && { handlers }),
    ...(found !== undefined && { level: found }),
    ...(mandates && { mandates }),
  };
}

/** One operation asks the store once for each key, whichever subgraphs of this process it visits. */
const loadersOf = perOperation(({ sources }, relations: RelationReader): Loaders => {
  /** @param of what a number that was not found has. */
  const loader = <T, F>(
    read: (numbers: readonly string[]) => Promise<ReadonlyMap<string, F>>,
    of: (found: F | undefined) => T,
  ) =>
    new DataLoader<string, T>(async (numbers) => {
      const found = await sources.measure(STORE, numbers.length, () => read(numbers));
      return numbers.map((number) => of(found.get(number)));
    });
  return {
    handlers: loader(relations.handlersOf, (found) => found ?? []),
    level: loader(relations.levelsOf, (found) => found ?? null),
    owner: loader(relations.partiesOf, (found) => found?.customer ?? null),
    mandates: loader(relations.mandatesOf, (found) => found ?? []),
  };
});

/** @returns those of a list that the caller may know of, in order. */
export async function visibleOf<R, T>(
  records: readonly R[],
  admit: (record: R) => Promise<T | undefined>,
): Promise<T[]> {
  const admitted = await Promise.all(records.map(admit));
  return admitted.filter((each): each is Awaited<T> & T => each !== undefined);
}
