import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../schema/kernel/clock';
import type { Json } from '../../../schema/kernel/canonical-json';
import { HubError } from '../../../schema/kernel/errors';
import { Declined, type Delivery, type OutboxEntry, type Trace } from './entry';
import type { OutboxTable } from './table';

/** Times of one outbox, in milliseconds. */
export interface OutboxTimes {
  /** How long one call of the system may take. */
  readonly callMs: number;
  /** For how long after it was sent a change may still arrive: until then "not there" means nothing. */
  readonly settleMs: number;
  /** The first pause before a row is looked at again; each further one is twice as long. */
  readonly pauseMs: number;
  /** The longest pause. */
  readonly pauseMaxMs: number;
}

/** What an outbox works with. */
export interface OutboxDeps<Payload, Made> {
  readonly table: OutboxTable<Payload>;
  readonly delivery: Delivery<Payload, Made>;
  readonly clock: Clock;
  readonly times: OutboxTimes;
  /** From 0 up to 1, for pauses that do not meet. */
  readonly random: () => number;
}

/** Has a legacy system make changes, each once, whatever fails in between. */
export interface Outbox<Payload, Made> {
  /**
   * Keeps a change and tries to have it made at once.
   *
   * @throws {HubError} `IDEMPOTENCY_KEY_REUSED`: the reference came with another change before.
   */
  submit(change: Change<Payload>, trace: Trace): Promise<Submitted<Payload, Made>>;
  /** Looks after one row, unless someone else does or it is settled. */
  attend(reference: string, trace: Trace): Promise<unknown>;
  /** Looks after the rows that are due. @returns how many there were. */
  attendDue(trace: Trace): Promise<number>;
  get(reference: string): Promise<OutboxEntry<Payload> | undefined>;
  /** @returns the changes of these subjects that the system is not known to have, the oldest first. */
  openOf(subjects: readonly string[]): Promise<readonly OutboxEntry<Payload>[]>;
}

/** What became of a change so far. */
export interface Submitted<Payload, Made> {
  readonly entry: OutboxEntry<Payload>;
  /** What the system told of it just now; absent where it was done before, or is not known to be. */
  readonly made?: Made;
  /** It was here, or there, before. */
  readonly replayed: boolean;
}

/** A change before it is kept. */
export interface Change<Payload> {
  readonly reference: string;
  readonly subject: string;
  readonly payload: Payload;
}

/** Rows that are looked after in one turn. */
const TURN = 20;

const isSourceError = (error: unknown): boolean =>
  error instanceof HubError && error.code.startsWith('SOURCE_');

export function createOutbox<Payload extends Json, Made>(
  deps: OutboxDeps<Payload, Made>,
): Outbox<Payload, Made> {
  const { table, delivery, clock, times, random } = deps;
  // To ask, to send and to ask again; whoever takes longer has lost its lease before it could send.
  const leaseMs = 4 * times.callMs;
  const later = (ms: number): Date => new Date(clock.now().getTime() + ms);
  const pause = (attempts: number): number =>
    Math.min(times.pauseMs * 2 ** Math.min(attempts, 20), times.pauseMaxMs) * (0.5 + random() / 2);

  /** What the system told, and whether it was there before this was sent. */
  type Told = { readonly made: Made; readonly before: boolean } | undefined;

  /** @throws {HubError} what the system has under this reference is another change. */
  async function work(entry: OutboxEntry<Payload>, by: string, trace: Trace): Promise<Told> {
    const { reference, payload, attempts, sentAt } = entry;
    const wait = async (): Promise<undefined> => {
      await table.release(reference, by, later(pause(attempts)));
    };
    const done = async (made: Made, before: boolean): Promise<Told> => {
      await table.settle(reference, by, { state: 'DONE', result: delivery.keep(made) });
      return { made, before };
    };
    let there: Made | undefined;
    try {
      there = await delivery.find(payload, reference, trace);
    } catch (error) {
      if (isSourceError(error)) return wait();
      await (sentAt ? wait() : table.remove(reference, by));
      throw error;
    }
    if (there !== undefined) return done(there, sentAt === undefined);
    const mayArrive = sentAt !== undefined && clock.now().getTime() < sentAt.getTime() + times.settleMs;
    if (mayArrive || !(await table.sending(reference, by, clock.now(), later(leaseMs)))) return wait();
    try {
      return await done(await delivery.send(payload, reference, trace), false);
    } catch (error) {
      if (error instanceof Declined) {
        await table.settle(reference, by, { state: 'FAILED', failure: error.code });
        return undefined;
      }
      // Made or not: only the system can tell, and where it does not have it, it may get it yet.
      const made = await delivery.find(payload, reference, trace).catch(() => undefined);
      return made === undefined ? wait() : done(made, false);
    }
  }

  const attend = async (reference: string, trace: Trace): Promise<Told> => {
    const by = randomUUID();
    const entry = await table.lease(reference, by, clock.now(), later(leaseMs));
    return entry && work(entry, by, trace);
  };

  return {
    attend,
    get: (reference) => table.get(reference),
    openOf: (subjects) => table.openOf(subjects),
    async submit(change, trace) {
      const isNew = await table.add(change, clock.now());
      if (isNew === undefined) throw referenceReused();
      const told = await attend(change.reference, trace);
      const entry = await table.get(change.reference);
      if (!entry) throw referenceReused();
      return { entry, ...(told && { made: told.made }), replayed: !isNew || told?.before === true };
    },
    async attendDue(trace) {
      const references = await table.due(clock.now(), TURN);
      // One row's trouble is no other's; it stays in its row.
      for (const reference of references) await attend(reference, trace).catch(() => undefined);
      return references.length;
    },
  };
}

const referenceReused = (): HubError =>
  new HubError('IDEMPOTENCY_KEY_REUSED', 'This reference belongs to another change.', {
    argument: 'input.reference',
  });
