import { conditionalArguments, deniedArgument, writtenBack } from '../../../schema/contract/arguments';
import type { AccessTable } from '../../../schema/policy/compile';
import type { PartyNames } from '../../../schema/ports/names';
import type { StandingReader } from '../../../schema/ports/standing';
import { argumentDenied, fieldDenied, maskedWriteBack } from './errors';
import { createLanes, type Lanes } from './gate';
import type { Guard } from './guard';
import type { Transform } from './mask';
import { partyNames } from './names-of-parties';
import type { Pseudonymise } from './pseudonym';
import { createSessions, type JudgedSeat, type Session } from './seats';
import { count } from './tally';
import { keepTargets } from './targets';
import { createJudge, type FieldTransform, type Verdict } from './verdict';

/** The decisions of one subgraph. */
export interface Verdicts extends Lanes {
  /**
   * Finds out what the owner of an object asked for, where a decision about the field depends on it. To be waited for
   * before anything is decided about the field.
   *
   * @returns `undefined` where nothing has to be found out.
   * @throws {SourceUnavailable} the store that knows it is down.
   */
  prepare(guard: Guard, parent: unknown, context: unknown): Promise<void> | undefined;
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

/** What decisions are carried out with. */
interface Helpers {
  readonly pseudonymise: Pseudonymise | undefined;
  readonly standings: StandingReader | undefined;
  readonly names: PartyNames | undefined;
}

const NO_FILTERS: readonly string[] = [];

/**
 * @param table compiled for this subgraph.
 * @param helpers what decisions are carried out with; see `AccessRules`.
 */
export function createVerdicts(table: AccessTable, { pseudonymise, standings, names }: Helpers): Verdicts {
  const sessionOf = createSessions(table, standings);
  const judge = createJudge(table, pseudonymise);
  const verdictAt = (guard: Guard, seat: JudgedSeat, session: Session, parent: unknown): Verdict =>
    (seat.verdicts[guard.index] ??= judge(guard, session.caller, session.factsOf(parent)));

  function of(guard: Guard, parent: unknown, context: unknown): Verdict {
    const session = sessionOf(context);
    return verdictAt(guard, session.seatOf(parent), session, parent);
  }

  const prepare: Verdicts['prepare'] = (guard, parent, context) => {
    const session = sessionOf(context);
    return session.standings.find(guard, () => session.facts.of(parent)?.customer);
  };

  const take: Verdicts['take'] = (guard, parent, context) => {
    const session = sessionOf(context);
    const seat = session.seatOf(parent);
    const verdict = verdictAt(guard, seat, session, parent);
    if (verdict.counted) count(seat, guard.index);
    return verdict;
  };

  const refusedArgument: Verdicts['refusedArgument'] = (guard, args, context) =>
    guard.field.args.length === 0
      ? undefined
      : deniedArgument(guard.typeName, guard.field, args, table, sessionOf(context).caller);

  return {
    prepare,
    of,
    take,
    ...createLanes(sessionOf, verdictAt),
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
        const facts = session.factsOf(target);
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
