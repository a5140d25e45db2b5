import type { Mandate } from '../policy/row';

/**
 * Who works on whose claims, and how far a claim went: what access decisions about objects of the old systems ask, which
 * do not know it themselves. Read from the claims' own store, by key; nothing that a caller sends is believed.
 */
export interface RelationReader {
  /**
   * @param customerNumbers `numeroTiers`, each once.
   * @returns by customer number, the staff numbers of who handles their open or recent claims; customers without any are
   *   missing.
   * @throws {SourceUnavailable} the store is down.
   */
  handlersOf(customerNumbers: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /**
   * @param claimNumbers e.g. `RC-2026-0001234`, each once.
   * @returns by claim number, its level (`ADVISER`, `COMPLAINTS_SERVICE`, `MEDIATOR`); unknown claims are missing.
   * @throws {SourceUnavailable} the store is down.
   */
  levelsOf(claimNumbers: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * @param customerNumbers `numeroTiers`, each once.
   * @returns by customer number, the mandates of theirs that are in force; customers without any are missing.
   * @throws {SourceUnavailable} the store is down.
   */
  mandatesOf(customerNumbers: readonly string[]): Promise<ReadonlyMap<string, readonly Mandate[]>>;
  /**
   * @param claimNumbers e.g. `RC-2026-0001234`, each once.
   * @returns by claim number, whose it is and where it stands; unknown claims are missing.
   * @throws {SourceUnavailable} the store is down.
   */
  partiesOf(claimNumbers: readonly string[]): Promise<ReadonlyMap<string, ClaimParties>>;
}

/** Whose a claim is, who works on it, and where it stands. */
export interface ClaimParties {
  /** `numeroTiers`; `null` where the claimant is no customer. */
  readonly customer: string | null;
  readonly branch: string | null;
  /** The staff number of who handles it. */
  readonly handler: string | null;
  readonly level: string;
  /** As the graph names it, e.g. `IN_PROGRESS`. */
  readonly status: string;
}
