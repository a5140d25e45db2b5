/** Which accounts a payment for a claim may credit, as the claims' own store knows it: whose they are, only the ledger knows. */
export interface ClaimAccounts {
  /**
   * @returns `CPT_NUM` of the accounts that the claim and other claims of the same customer are about; `undefined` where
   *   there is no such claim.
   * @throws {SourceUnavailable} the store is down.
   */
  accountsOf(claimNumber: string): Promise<readonly string[] | undefined>;
}
