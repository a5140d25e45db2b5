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

/** Word of one change: what has changed, and how far it has come. Never what it is now, and nothing about a person. */
export interface ChangeWord {
  readonly field: string;
  readonly key: string;
  readonly mark: Mark;
}

/**
 * Carries word of changes between processes: soon, and at most once. Whoever must not miss a change looks for themselves
 * too (`ChangeReader`), now and then.
 */
export interface ChangeBus {
  /** @throws {SourceUnavailable} with source `events`: nobody heard. */
  tell(words: readonly ChangeWord[]): Promise<void>;
  /** From now on, and again after every interruption. */
  listen(hear: (word: ChangeWord) => void): void;
  close(): Promise<void>;
}
