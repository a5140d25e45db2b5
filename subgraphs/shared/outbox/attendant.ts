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

/** What the system told, and whether it was there before this was sent; nothing where it is not known to have it. */
type Told<Made> = { readonly made: Made; readonly before: boolean } | undefined;

/** Looks after one row, unless someone else does or it is settled. */
type Attend<Made> = (reference: string, trace: Trace) => Promise<Told<Made>>;

const isSourceError = (error: unknown): boolean =>
  error instanceof HubError && error.code.startsWith('SOURCE_');

export function createAttendant<Payload extends Json, Made>({
  table,
  delivery,
  clock,
  times,
  random,
}: OutboxDeps<Payload, Made>): Attend<Made> {
  // To ask, to send and to ask again; whoever takes longer has lost its lease before it could send.
  const leaseMs = 4 * times.callMs;
  const later = (ms: number): Date => new Date(clock.now().getTime() + ms);
  const pause = (attempts: number): number =>
    Math.min(times.pauseMs * 2 ** Math.min(attempts, 20), times.pauseMaxMs) * (0.5 + random() / 2);

  /** @throws {HubError} what the system has under this reference is another change. */
  async function work(entry: OutboxEntry<Payload>, by: string, trace: Trace): Promise<Told<Made>> {
    const { reference, payload, attempts, sentAt } = entry;
    const wait = async (): Promise<undefined> => {
      await table.release(reference, by, later(pause(attempts)));
    };
    const done = async (made: Made, before: boolean): Promise<Told<Made>> => {
      const result = delivery.keep(made);
      await table.settle(reference, by, { state: 'DONE', result, payload: {} }, clock.now());
      return { made, before };
    };
    const failed = async ({ code: failure }: Declined): Promise<undefined> => {
      const left = delivery.remains ? delivery.remains(payload) : payload;
      await table.settle(reference, by, { state: 'FAILED', failure, payload: left }, clock.now());
    };
    const mayArrive = sentAt !== undefined && clock.now().getTime() < sentAt.getTime() + times.settleMs;
    let there: Made | undefined;
    try {
      there = await delivery.find(payload, reference, trace);
    } catch (error) {
      if (isSourceError(error)) return wait();
      if (error instanceof Declined) return mayArrive ? wait() : failed(error);
      await (sentAt ? wait() : table.remove(reference, by));
      throw error;
    }
    if (there !== undefined) return done(there, sentAt === undefined);
    if (mayArrive || !(await table.sending(reference, by, clock.now(), later(leaseMs)))) return wait();
    try {
      return await done(await delivery.send(payload, reference, trace), false);
    } catch (error) {
      if (error instanceof Declined) return failed(error);
      // Made or not: only the system can tell, and where it does not have it, it may get it yet.
      const made = await delivery.find(payload, reference, trace).catch(() => undefined);
      return made === undefined ? wait() : done(made, false);
    }
  }

  return async (reference, trace) => {
    const by = randomUUID();
    const entry = await table.lease(reference, by, clock.now(), later(leaseMs));
    return entry && work(entry, by, trace);
  };
}
