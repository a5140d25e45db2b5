import type { OperationContext } from '../kernel/operation';

/** What customers are called: what has to be known before their names can be taken out of a text. */
export interface PartyNames {
  /**
   * @param customerNumbers `numeroTiers`, each once, 20 at most.
   * @param operation in whose time and on whose account it is asked.
   * @returns by customer number, the names of the person or organisation, e.g. `["DURAND", "JEAN MARC"]`; a customer whom
   *   the file does not know is missing.
   * @throws {HubError} a `SOURCE_…` error: whoever asks must then keep the text back.
   */
  namesOf(
    customerNumbers: readonly string[],
    operation: OperationContext,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
}
