import type { Standing } from '../policy/standing';

/**
 * What customers asked for about the use of their data, and is in force now: what access decisions about their objects
 * ask. Read from the store of the privacy subgraph, by key; nothing that a caller sends is believed.
 */
export interface StandingReader {
  /**
   * What is in force now, where this process has it in mind.
   *
   * @returns `undefined` where it must be read.
   */
  known?(customerNumber: string): Standing | undefined;
  /**
   * @param customerNumbers `numeroTiers`, each once.
   * @returns by customer number; who asked for nothing is missing.
   * @throws {SourceUnavailable} the store is down.
   */
  standingsOf(customerNumbers: readonly string[]): Promise<ReadonlyMap<string, Standing>>;
}
