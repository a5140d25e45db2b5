import type { OperationContext } from '../kernel/operation';

/** What the customer file marks customers with, as far as it decides who is looked after first. */
export interface CustomerMarks {
  /**
   * @param customerNumbers `numeroTiers`, each once, 20 at most.
   * @param operation in whose time and on whose account it is asked.
   * @returns those of them whom the file marks as fragile.
   * @throws {HubError} a `SOURCE_…` error: then it is not known, which is not the same as no.
   */
  fragileAmong(customerNumbers: readonly string[], operation: OperationContext): Promise<ReadonlySet<string>>;
}
