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
}
