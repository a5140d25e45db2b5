import type { StoreSession } from './store';

/**
 * Where a letter stands. `PENDING`: kept here. `UNKNOWN`: handed over, and its answer was lost. `DONE`: the document store has
 * it among what goes out. `FAILED`: it declined it.
 */
export type LetterState = 'PENDING' | 'UNKNOWN' | 'DONE' | 'FAILED';

/** A letter to be printed and posted. */
export interface OutgoingLetter {
  /** Made of what is sent, so that one letter goes out once: the document store is asked by it. */
  readonly reference: string;
  readonly claimNumber: string;
  /** `numeroTiers`. */
  readonly customer: string | null;
  readonly branch: string | null;
  readonly pdf: Buffer;
}

/**
 * Has letters go out by way of the document store, which the bank's mail room prints and posts from. They are kept in our own
 * store until it has them.
 */
export interface OutgoingLetters {
  /** Makes its tables, once; before anything else. @throws {SourceUnavailable} the store is down. */
  prepare(): Promise<void>;
  /** Keeps a letter; again with the same reference, it is the same letter. @param session of the caller's transaction. */
  post(session: StoreSession, letter: OutgoingLetter, now: Date): Promise<void>;
  /** @returns nothing where it was never posted, or is no longer kept. */
  stateOf(reference: string): Promise<LetterState | undefined>;
}
