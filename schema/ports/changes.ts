/**
 * How far one thing has come: a number that grows with every change of it, and with nothing else. It counts changes that
 * are committed, so none is ever behind one that was seen.
 */
export type Mark = number;

/** Says how far the things have come that a subgraph's subscription fields follow. */
export interface ChangeReader {
  /**
   * @param field of `Subscription`, e.g. `claimChanged`.
   * @param keys values of the field's one argument.
   * @returns the mark of each key that names something, whether or not anybody may see it; the others are missing.
   * @throws {SourceUnavailable} the store is down.
   */
  marks(field: string, keys: readonly string[]): Promise<ReadonlyMap<string, Mark>>;
}
