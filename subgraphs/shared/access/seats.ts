import type { Caller } from '../../../schema/kernel/caller';
import type { OperationContext } from '../../../schema/kernel/operation';
import type { AccessTable } from '../../../schema/policy/compile';
import { createMemo } from '../../../schema/policy/memo';
import type { RowFacts } from '../../../schema/policy/row';
import type { StandingReader } from '../../../schema/ports/standing';
import type { Lane, Pass } from '../execution/lanes';
import { perOperation } from '../per-operation';
import { FactsOf, signatureOf } from './facts';
import { OwnerStandings } from './owner-standings';
import { newColumns, type Seat, seatsOf, type Together } from './tally';
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

/** What is decided for callers with equal grants. */
interface DecidedFor {
  /** By the claim's level, then by signature. */
  readonly byLevel: Map<RowFacts['level'], Map<number, Decided>>;
  /** By guard: whether a decision depends on what the owner asked for. */
  readonly asking: boolean[];
}

/**
 * One operation, as far as its decisions have come. A class, as there is one for each visit to a subgraph, and closures
 * would be made anew.
 */
export class Session {
  readonly caller: Caller;
  readonly facts: FactsOf;
  readonly standings: OwnerStandings;
  /** By what is decided, then by subject. */
  private readonly seats = new Map<Decided, Map<string | undefined, JudgedSeat>>();
  private readonly byParent = new Map<unknown, JudgedSeat>();
  private readonly columns = newColumns();
  private readonly counted: ReturnType<typeof seatsOf>;

  constructor(
    readonly operation: OperationContext,
    private readonly decided: DecidedFor,
    table: AccessTable,
    standings: StandingReader | undefined,
  ) {
    this.caller = operation.caller;
    this.counted = seatsOf(operation);
    this.facts = new FactsOf(this.caller, this.byParent);
    this.standings = new OwnerStandings(operation, table, standings, decided.asking);
  }

  /** @returns the seat of an object, by all that is known of it now. */
  seatOf(parent: unknown): JudgedSeat {
    const known = this.byParent.get(parent);
    if (known && known.standing === this.standings.of(known.subject)) return known;
    const facts = this.facts.of(parent);
    const subject = facts?.customer ?? undefined;
    const standing = this.standings.of(subject);
    const decided = this.decidedAs(facts?.level, signatureOf(facts, this.caller, standing));
    let alike = this.seats.get(decided);
    if (!alike) this.seats.set(decided, (alike = new Map<string | undefined, JudgedSeat>()));
    let seat = alike.get(subject);
    if (!seat) {
      const counts = { columns: this.columns, counts: [], passed: new Map() };
      seat = { verdicts: decided.verdicts, passes: decided.passes, subject, standing, ...counts };
      alike.set(subject, seat);
      this.counted.push(seat);
    }
    this.byParent.set(parent, seat);
    return seat;
  }

  /** @returns what an object tells, with what its owner asked for as far as that is known. */
  factsOf(parent: unknown): RowFacts | undefined {
    const found = this.facts.of(parent);
    const standing = this.standings.of(found?.customer ?? undefined);
    return standing ? { ...found, standing } : found;
  }

  private decidedAs(level: RowFacts['level'], signature: number): Decided {
    const { byLevel } = this.decided;
    let bySignature = byLevel.get(level);
    if (!bySignature) byLevel.set(level, (bySignature = new Map<number, Decided>()));
    let decided = bySignature.get(signature);
    if (!decided) bySignature.set(signature, (decided = { verdicts: [], passes: new WeakMap() }));
    return decided;
  }
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
  const decidedFor = createMemo<DecidedFor>(GRANTS_MAX, () => ({ byLevel: new Map(), asking: [] }));
  const sessionOf = perOperation(
    (operation) => new Session(operation, decidedFor(table.grantsKey(operation.caller)), table, standings),
  );
  return (context) => sessionOf((context as { readonly operation: OperationContext }).operation);
}
