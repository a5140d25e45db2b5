import { conditionalArguments, deniedArgument, writtenBack } from '../../../schema/contract/arguments';
import type { Caller } from '../../../schema/kernel/caller';
import type { OperationContext } from '../../../schema/kernel/operation';
import type { AccessTable } from '../../../schema/policy/compile';
import { masks } from '../../../schema/policy/masks';
import { createMemo } from '../../../schema/policy/memo';
import { type RowFacts, rowVisible } from '../../../schema/policy/row';
import type { Decision } from '../../../schema/policy/types';
import type { PartyNames } from '../../../schema/ports/names';
import type { StandingReader } from '../../../schema/ports/standing';
import { argumentDenied, fieldDenied, maskedWriteBack } from './errors';
import { createFactsOf, type FactsOf, signatureOf } from './facts';
import { createOwnerStandings, type OwnerStandings } from './owner-standings';
import type { Guard } from './guard';
import type { Transform } from './mask';
import { partyNames } from './names-of-parties';
import type { Pseudonymise } from './pseudonym';
import { type Columns, count, type Counted, countedAs, newColumns, noteSeat, type Seat } from './tally';
import { keepTargets } from './targets';

/** What happens to one field of one object: shown, shown masked or as a pseudonym, or refused. */
export type Verdict = (
  | {
      readonly show: true;
      readonly transform?: FieldTransform;
      /** What is left of the value depends on what the parties are called. */
      readonly named?: boolean;
      /** What the field leads to is to be judged each by its own facts: see `keep`. */
      readonly each?: boolean;
    }
  | { readonly show: false }
) & { readonly counted?: Counted | undefined };

/** What is left of a value. It may depend on who asks and on whose the object is. */
type FieldTransform = (text: string, caller: Caller, facts: RowFacts | undefined) => string;

/** The decisions of one subgraph. */
export interface Verdicts {
  /**
   * Finds out what the owner of an object asked for, where a decision about the field depends on it. To be waited for
   * before anything is decided about the field.
   *
   * @returns `undefined` where nothing has to be found out.
   * @throws {SourceUnavailable} the store that knows it is down.
   */
  prepare(guard: Guard, parent: unknown, context: unknown): Promise<void> | undefined;
  /**
   * The short way for what is decided already of other fields alike: that a field is shown whole, with nothing left to
   * find out. Where it says so, the verdict is counted as by `take`. Only for fields without arguments.
   */
  shows(guard: Guard, parent: unknown, context: unknown): boolean;
  /**
   * @param context the resolver's context, with the operation in it.
   * @returns a verdict, remembered per kind of caller, field and facts.
   */
  of(guard: Guard, parent: unknown, context: unknown): Verdict;
  /** As `of`, once per field that is answered: the verdict is counted for the audit trail. */
  take(guard: Guard, parent: unknown, context: unknown): Verdict;
  /** @throws {HubError} `FIELD_ACCESS_DENIED`, or `ARGUMENT_ACCESS_DENIED` where an argument is what is refused. */
  demand(guard: Guard, parent: unknown, args: Readonly<Record<string, unknown>>, context: unknown): void;
  /** @returns a transform for the values of one object. @param names of its parties. */
  bind(transform: FieldTransform, parent: unknown, context: unknown, names?: readonly string[]): Transform;
  /** What the parties of an object are called. @throws {HubError} a `SOURCE_…` error: it cannot be known. */
  names(parent: unknown, context: unknown): Promise<readonly string[]>;
  /**
   * @param value what a link led to.
   * @param filters arguments that each object is to be judged by, too: see `filters`.
   * @returns the value without what the caller may not know of, by the facts of each object and what its owner asked for.
   */
  keep(guard: Guard, value: unknown, context: unknown, filters: readonly string[]): Promise<unknown>;
  /** What a list is filtered by that the caller may read of some objects only. */
  filters(guard: Guard, args: Readonly<Record<string, unknown>>, context: unknown): readonly string[];
  /** Remembers what the parts of a value belong to. @returns the value. */
  carry(parent: unknown, value: unknown, context: unknown): unknown;
  /** Whether the field takes arguments that this caller may not use. */
  refusedArgument(
    guard: Guard,
    args: Readonly<Record<string, unknown>>,
    context: unknown,
  ): string | undefined;
}

interface Session {
  readonly caller: Caller;
  readonly facts: FactsOf;
  readonly operation: OperationContext;
  readonly bySignature: Map<string, Verdict[]>;
  readonly columns: Columns;
  readonly seats: Map<string, Seat<Verdict>>;
  readonly byParent: Map<unknown, Seat<Verdict>>;
  readonly standings: OwnerStandings;
}

/** What is decided for callers with equal grants. */
interface Decided {
  readonly bySignature: Map<string, Verdict[]>;
  /** By guard: whether a decision depends on what the owner asked for. */
  readonly asking: boolean[];
}

/** What decisions are carried out with. */
interface Helpers {
  readonly pseudonymise: Pseudonymise | undefined;
  readonly standings: StandingReader | undefined;
  readonly names: PartyNames | undefined;
}

const GRANTS_MAX = 200;

const NO_FILTERS: readonly string[] = [];

/**
 * @param table compiled for this subgraph.
 * @param helpers what decisions are carried out with; see `AccessRules`.
 */
export function createVerdicts(table: AccessTable, { pseudonymise, standings, names }: Helpers): Verdicts {
  const sessions = new WeakMap<OperationContext, Session>();
  const remembered = createMemo<Decided>(GRANTS_MAX, () => ({ bySignature: new Map(), asking: [] }));

  function sessionOf(context: unknown): Session {
    const { operation } = context as { readonly operation: OperationContext };
    let session = sessions.get(operation);
    if (!session) {
      const { caller } = operation;
      const byParent = new Map<unknown, Seat<Verdict>>();
      const facts = createFactsOf(caller, (part) => byParent.delete(part));
      const { bySignature, asking } = remembered(table.grantsKey(caller));
      session = {
        caller,
        facts,
        operation,
        bySignature,
        byParent,
        seats: new Map(),
        columns: newColumns(),
        standings: createOwnerStandings(operation, table, standings, asking),
      };
      sessions.set(operation, session);
    }
    return session;
  }

  function seatOf(session: Session, parent: unknown): Seat<Verdict> {
    const { caller, operation, bySignature, seats, columns, byParent, standings: asked } = session;
    const known = byParent.get(parent);
    if (known && known.standing === asked.of(known.subject)) return known;
    const found = session.facts.of(parent);
    const subject = found?.customer ?? undefined;
    const standing = asked.of(subject);
    const signature = signatureOf(found, caller, standing);
    const place = `${signature} ${subject ?? ''}`;
    let seat = seats.get(place);
    if (!seat) {
      let verdicts = bySignature.get(signature);
      if (!verdicts) bySignature.set(signature, (verdicts = []));
      seat = { subject, standing, verdicts, columns, counts: [] };
      seats.set(place, seat);
      noteSeat(operation, seat);
    }
    byParent.set(parent, seat);
    return seat;
  }

  function judge(guard: Guard, caller: Caller, facts: RowFacts | undefined): Verdict {
    const category = table.classification.get(guard.coordinate)?.category;
    const refused = (rule = '-'): Verdict => ({ show: false, counted: countedAs(category, 'DENY', rule) });
    if (guard.needsRow && !rowVisible(table.policy, guard.typeName, caller, facts)) return refused();
    if (guard.link && !facts) {
      // Nothing is known about a stub. What it leads to is judged when it is there, by its own facts.
      const look = table.look(guard.coordinate, caller);
      return look.kind === 'ALWAYS_DENY'
        ? refused(look.decision.rule)
        : { show: true, each: look.kind === 'CONDITIONAL' };
    }
    const decision = table.decide(guard.coordinate, caller, facts);
    const counted = countedAs(category, decision.effect, decision.rule);
    if (decision.effect === 'ALLOW') return { show: true, counted };
    const transform = transformOf(decision);
    if (!transform) return refused(decision.rule);
    const named = decision.mask === 'redact';
    return guard.leaf ? { show: true, transform, named, counted } : { show: true, counted }; // An object's own fields are masked each by its category.
  }

  function transformOf({ effect, mask }: Decision): FieldTransform | undefined {
    if (effect === 'PSEUDONYMISE') return pseudonymise && ((text, caller) => pseudonymise(caller, text));
    return effect === 'MASK' && mask ? (text, _, facts) => masks[mask](text, facts?.names ?? []) : undefined;
  }

  const verdictAt = (seat: Seat<Verdict>, guard: Guard, session: Session, parent: unknown) =>
    (seat.verdicts[guard.index] ??= judge(guard, session.caller, factsOf(session, parent)));

  /** What the object tells, with what its owner asked for as far as that is known. */
  function factsOf({ facts, standings: asked }: Session, parent: unknown): RowFacts | undefined {
    const found = facts.of(parent);
    const standing = asked.of(found?.customer ?? undefined);
    return standing ? { ...found, standing } : found;
  }

  function of(guard: Guard, parent: unknown, context: unknown): Verdict {
    const session = sessionOf(context);
    return verdictAt(seatOf(session, parent), guard, session, parent);
  }

  const prepare: Verdicts['prepare'] = (guard, parent, context) => {
    const session = sessionOf(context);
    return session.standings.find(guard, () => session.facts.of(parent)?.customer);
  };

  const take: Verdicts['take'] = (guard, parent, context) => {
    const session = sessionOf(context);
    const seat = seatOf(session, parent);
    count(seat, guard.index);
    return verdictAt(seat, guard, session, parent);
  };

  const shows: Verdicts['shows'] = (guard, parent, context) => {
    const session = sessions.get((context as { readonly operation: OperationContext }).operation);
    const seat = session?.byParent.get(parent);
    if (!session || !seat) return false;
    const { standings: asked } = session;
    if (seat.standing !== asked.of(seat.subject)) return false;
    if (seat.standing === undefined && standings && asked.asks(guard)) return false;
    const verdict = seat.verdicts[guard.index];
    if (!verdict?.show || verdict.transform || verdict.each) return false;
    count(seat, guard.index);
    return true;
  };

  const refusedArgument: Verdicts['refusedArgument'] = (guard, args, context) =>
    guard.field.args.length === 0
      ? undefined
      : deniedArgument(guard.typeName, guard.field, args, table, sessionOf(context).caller);

  return {
    prepare,
    of,
    take,
    shows,
    refusedArgument,
    demand(guard, parent, args, context) {
      if (!of(guard, parent, context).show) throw fieldDenied(guard.coordinate);
      const refused = refusedArgument(guard, args, context);
      if (refused !== undefined) throw argumentDenied(refused);
      const written = writtenBack(guard.typeName, guard.field, args, table.classification);
      if (written !== undefined) throw maskedWriteBack(written);
    },
    bind(transform, parent, context, parties) {
      const { caller, facts } = sessionOf(context);
      const found = facts.of(parent);
      const known = parties ? { ...found, names: parties } : found;
      return (text) => transform(text, caller, known);
    },
    names(parent, context) {
      const { facts, operation } = sessionOf(context);
      return partyNames(names, operation, facts.of(parent)?.customer);
    },
    keep: (guard, value, context, filters) =>
      keepTargets(value, async (target) => {
        const session = sessionOf(context);
        await prepare(guard, target, context);
        await session.standings.findFor(filters, session.facts.of(target)?.customer);
        const facts = factsOf(session, target);
        const fits = filters.every((each) => table.decide(each, session.caller, facts).effect === 'ALLOW');
        return fits && take(guard, target, context).show;
      }),
    filters: (guard, args, context) =>
      guard.many && guard.field.args.length > 0
        ? conditionalArguments(guard.typeName, guard.field, args, table, sessionOf(context).caller)
        : NO_FILTERS,
    carry: (parent, value, context) => sessionOf(context).facts.carry(parent, value),
  };
}
