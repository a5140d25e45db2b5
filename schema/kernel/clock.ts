/** Time comes in as an argument: everything that needs "now" asks this. */
export interface Clock {
  /** The present instant. */
  now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };
