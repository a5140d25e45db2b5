import type { OperationContext } from '../kernel/operation';

/** Where customers are reached, as the customer file has it: asked when something is sent, and kept nowhere. */
export interface CustomerContacts {
  /**
   * @param customerNumber `numeroTiers`.
   * @param operation in whose time and on whose account it is asked.
   * @returns `null` where there is none, or the file does not know the customer.
   * @throws {HubError} a `SOURCE_…` error: then it is not known, which is not the same as none.
   */
  emailOf(customerNumber: string, operation: OperationContext): Promise<string | null>;
  /** As `emailOf`. @returns what stands on an envelope, line by line, with the name. */
  postalOf(customerNumber: string, operation: OperationContext): Promise<readonly string[] | null>;
}
