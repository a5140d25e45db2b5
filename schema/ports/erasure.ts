import type { StoreSession } from './store';

/** What became of a person's data in one system. */
export enum ErasureStatus {
  DONE_AT_SOURCE = 'DONE_AT_SOURCE',
  RETAINED = 'RETAINED',
  MANUAL_PENDING = 'MANUAL_PENDING',
  NOTHING_HELD = 'NOTHING_HELD',
}

/** What one system says after it was told to erase. */
export interface Erased {
  readonly status: Exclude<ErasureStatus, ErasureStatus.MANUAL_PENDING>;
  /** Until when what is left is kept, `YYYY-MM-DD`, where that is known. */
  readonly until?: string;
  /** Why, in words. */
  readonly reason: string;
}

/** Erases what one subgraph keeps of a person in our own store. */
export interface Eraser {
  /** The subgraph's name. */
  readonly system: string;
  /**
   * Deletes what may go, and leaves what the law has kept. Again, it deletes what may go by then.
   *
   * @param session of the transaction in which all systems of our own store are erased, or none.
   * @param customerNumber `numeroTiers`.
   * @param now decides what is over.
   */
  erase(session: StoreSession, customerNumber: string, now: Date): Promise<Erased>;
}
