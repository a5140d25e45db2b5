import type { Json } from '../../../schema/kernel/canonical-json';
import { HubError } from '../../../schema/kernel/errors';
import { createAttendant, type OutboxDeps } from './attendant';
import type { Change, OutboxEntry, Trace } from './entry';

/** Has a legacy system make changes, each once, whatever fails in between. */
export interface Outbox<Payload, Made> {
  /**
   * Keeps a change and tries to have it made at once.
   *
   * @throws {HubError} `IDEMPOTENCY_KEY_REUSED`: the reference came with another change before. `INVALID_STATE`: of its
   *   subject one change at a time is taken, and what became of the last is not known yet.
   */
  submit(change: Change<Payload>, trace: Trace): Promise<Submitted<Payload, Made>>;
  /** Looks after one row, unless someone else does or it is settled. */
  attend(reference: string, trace: Trace): Promise<unknown>;
  /** Looks after the rows that are due. @returns how many there were. */
  attendDue(trace: Trace): Promise<number>;
  get(reference: string): Promise<OutboxEntry<Payload> | undefined>;
  /** @returns the changes of these subjects that the system is not known to have, the oldest first. */
  openOf(subjects: readonly string[]): Promise<readonly OutboxEntry<Payload>[]>;
  /** @returns the changes of these subjects that are still kept, the oldest first. */
  allOf(subjects: readonly string[]): Promise<readonly OutboxEntry<Payload>[]>;
  /** Forgets some of the rows that have been settled for longer than that. @returns how many. */
  purge(keptMs: number): Promise<number>;
}

/** What became of a change so far. */
export interface Submitted<Payload, Made> {
  readonly entry: OutboxEntry<Payload>;
  /** What the system told of it just now; absent where it was done before, or is not known to be. */
  readonly made?: Made;
  /** It was here, or there, before. */
  readonly replayed: boolean;
}

/** Rows that are looked after in one turn. */
const TURN = 20;
/** Rows that are forgotten in one turn. */
const PURGE = 500;

export function createOutbox<Payload extends Json, Made>(
  deps: OutboxDeps<Payload, Made>,
): Outbox<Payload, Made> {
  const { table, clock } = deps;
  const attend = createAttendant(deps);
  return {
    attend,
    get: (reference) => table.get(reference),
    openOf: (subjects) => table.openOf(subjects),
    allOf: (subjects) => table.allOf(subjects),
    purge: (keptMs) => table.purge(new Date(clock.now().getTime() - keptMs), PURGE),
    async submit(change, trace) {
      const added = await table.add(change, clock.now());
      if (added === 'OTHER') throw referenceReused();
      if (added === 'BUSY') throw busy();
      const told = await attend(change.reference, trace);
      const entry = await table.get(change.reference);
      if (!entry) throw referenceReused();
      return {
        entry,
        ...(told && { made: told.made }),
        replayed: added === 'KNOWN' || told?.before === true,
      };
    },
    async attendDue(trace) {
      const references = await table.due(clock.now(), TURN);
      // One row's trouble is no other's; it stays in its row.
      for (const reference of references) await attend(reference, trace).catch(() => undefined);
      return references.length;
    },
  };
}

const busy = (): HubError =>
  new HubError('INVALID_STATE', 'Another change is on its way, and it is not known yet what became of it.');

const referenceReused = (): HubError =>
  new HubError('IDEMPOTENCY_KEY_REUSED', 'This reference belongs to another change.', {
    argument: 'input.reference',
  });
