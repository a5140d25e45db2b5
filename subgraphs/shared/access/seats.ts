import type { Caller } from '../../../schema/kernel/caller';
import type { OperationContext } from '../../../schema/kernel/operation';
import type { AccessTable } from '../../../schema/policy/compile';
import { createMemo } from '../../../schema/policy/memo';
import type { RowFacts } from '../../../schema/policy/row';
import type { StandingReader } from '../../../schema/ports/standing';
import type { Lane, Pass } from '../execution/lanes';
import { createFactsOf, type FactsOf, signatureOf } from './facts';
import { createOwnerStandings, type OwnerStandings } from './owner-standings';
import { newColumns, noteSeat, type Seat, type Together } from './tally';
import type { Verdict } from './verdict';

/** A decision about an object's fields at once. */
export interface CountedPass extends Pass, Together {
  /** Whether more would be shown, or less, if it were known what the owner asked for. */
  readonly waits: boolean;
}

/** What is decided of objects that are decided alike, for callers with equal grants, as far as it was asked for. */
interface Decided {
  /** By guard. */
  readonly verdicts: Verdict[];
  readonly passes: WeakMap<readonly Lane[], CountedPass>;
}

/** Objects of one subject that are decided alike, in one operation. */
export type JudgedSeat = Seat<Verdict> & Decided;

/** One operation, as far as its decisions have come. */
export interface Session {
  readonly caller: Caller;
  readonly operation: OperationContext;
  readonly facts: FactsOf;
  readonly standings: OwnerStandings;
  /** @returns the seat of an object, by all that is known of it now. */
  seatOf(parent: unknown): JudgedSeat;
  /** @returns what the object tells, with what its owner asked for as far as that is known. */
  factsOf(parent: unknown): RowFacts | undefined;
}

/** Kinds of callers that are remembered. */
const GRANTS_MAX = 200;

/**
 * @param table compiled for this subgraph.
 * @returns finds the session of the operation in a resolver's context.
 */
export function createSessions(
  table: AccessTable,
  standings: StandingReader | undefined,
): (context: unknown) => Session {
  const sessions = new WeakMap<OperationContext, Session>();
  const remembered = createMemo(GRANTS_MAX, () => ({
    bySignature: new Map<string, Decided>(),
    /** By guard: whether a decision depends on what the owner asked for. */
    asking: [] as boolean[],
  }));
  return (context) => {
    const { operation } = context as { readonly operation: OperationContext };
    let session = sessions.get(operation);
    if (!session) {
      const { bySignature, asking } = remembered(table.grantsKey(operation.caller));
      const asked = createOwnerStandings(operation, table, standings, asking);
      sessions.set(operation, (session = openSession(operation, bySignature, asked)));
    }
    return session;
  };
}

function openSession(
  operation: OperationContext,
  bySignature: Map<string, Decided>,
  standings: OwnerStandings,
): Session {
  const { caller } = operation;
  const seats = new Map<string, JudgedSeat>();
  const byParent = new Map<unknown, JudgedSeat>();
  const columns = newColumns();
  const facts = createFactsOf(caller, (part) => byParent.delete(part));

  const decidedAs = (signature: string): Decided => {
    let decided = bySignature.get(signature);
    if (!decided) bySignature.set(signature, (decided = { verdicts: [], passes: new WeakMap() }));
    return decided;
  };
  return {
    ...{ caller, operation, facts, standings },
    seatOf(parent) {
      const known = byParent.get(parent);
      if (known && known.standing === standings.of(known.subject)) return known;
      const found = facts.of(parent);
      const subject = found?.customer ?? undefined;
      const standing = standings.of(subject);
      const signature = signatureOf(found, caller, standing);
      const place = `${signature} ${subject ?? ''}`;
      let seat = seats.get(place);
      if (!seat) {
        seat = { ...decidedAs(signature), subject, standing, columns, counts: [], passed: new Map() };
        seats.set(place, seat);
        noteSeat(operation, seat);
      }
      byParent.set(parent, seat);
      return seat;
    },
    factsOf(parent) {
      const found = facts.of(parent);
      const standing = standings.of(found?.customer ?? undefined);
      return standing ? { ...found, standing } : found;
    },
  };
}
