import type { Json } from '../../../schema/kernel/canonical-json';

/**
 * Where a change of a legacy system stands.
 *
 * `PENDING`: kept here and never sent. `UNKNOWN`: sent, and its answer was lost or never came. `DONE`: the system has
 * it. `FAILED`: the system declined it, for good.
 */
export type OutboxState = 'PENDING' | 'UNKNOWN' | 'DONE' | 'FAILED';

/** One change that has to reach a legacy system once. */
export interface OutboxEntry<Payload> {
  /** By what the system is asked whether it has the change. */
  readonly reference: string;
  /** What it is about, e.g. a claim's number: to find the changes of one thing. */
  readonly subject: string;
  readonly payload: Payload;
  readonly state: OutboxState;
  /** How often it was sent. */
  readonly attempts: number;
  readonly createdAt: Date;
  readonly sentAt: Date | undefined;
  /** Where it is done: what the system made of it. */
  readonly result: Json | undefined;
  /** Where it failed: the system's own code. */
  readonly failure: string | undefined;
}

/** A change before it is kept. */
export interface Change<Payload> {
  readonly reference: string;
  readonly subject: string;
  readonly payload: Payload;
  /** By what it is known again when it is sent again: the payload, unless said. Only its hash is kept. */
  readonly identity?: Json;
}

/** The system understood and declined: sending it again would change nothing. */
export class Declined extends Error {
  /** @param code the system's own, e.g. `08/PAI0404`. */
  constructor(
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`declined: ${code}`, options);
    this.name = 'Declined';
  }
}

/** On whose behalf the system is asked. */
export interface Trace {
  /** Told to the system as the call's correlation id. */
  readonly requestId: string;
  /** Runs one call and has it counted. */
  measure<T>(keys: number, call: () => Promise<T>): Promise<T>;
}

/**
 * How one kind of change reaches its system.
 *
 * `Made` is what the system tells of a change that it has made.
 */
export interface Delivery<Payload, Made> {
  /**
   * Asks the system whether it has the change. Never answered from memory.
   *
   * @returns `undefined` where it does not have it.
   * @throws {HubError} a `SOURCE_…` error: it cannot be asked now. Any other code: what it has under this reference is
   *   another change, and this one will never be made.
   * @throws {Declined} what is there now says that it must not be sent.
   */
  find(payload: Payload, reference: string, trace: Trace): Promise<Made | undefined>;
  /**
   * Sends the change, once.
   *
   * @throws {Declined} it is refused for good. Anything else: it may have been made, or be made yet.
   */
  send(payload: Payload, reference: string, trace: Trace): Promise<Made>;
  /** @returns what is kept of it: no more than it takes to find it again. */
  keep(made: Made): Json;
  /** @returns what stays of the payload of a change that was declined, to show what it was. Default: all of it. */
  readonly remains?: (payload: Payload) => Json;
}
