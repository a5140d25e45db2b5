import type { OperationContext } from '../kernel/operation';

/** One operation as the ledger has it. */
export interface LedgerOperation {
  readonly reference: string;
  /** Booking day, `2026-01-15`. */
  readonly bookedOn: string;
  /** Without its sign. */
  readonly cents: bigint;
  readonly debit: boolean;
  /** ISO 4217 letters. */
  readonly currency: string;
  /** CFONB code of the kind of operation. */
  readonly code: string;
  /** What the statement says, in capitals. */
  readonly label: string;
}

/** What the ledger tells of an account around one operation. */
export interface LedgerStatement {
  /** Customer number of the account's holder. */
  readonly holder: string;
  readonly account: string;
  /** Day of closure; `null` while it is open. */
  readonly closedOn: string | null;
  /** Oldest first. */
  readonly operations: readonly LedgerOperation[];
}

/** Reads what the ledger can prove about a contested operation: for decisions about claims, not for anybody to see. */
export interface LedgerEvidence {
  /**
   * @param reference of the operation.
   * @param days how many days before the operation the statement begins.
   * @param until the last day that counts, `2026-01-15`.
   * @param operation in whose time and on whose account it is asked.
   * @returns `undefined` where there is no such operation.
   * @throws {HubError} a `SOURCE_…` error; also where a row cannot be read: half a statement proves nothing.
   */
  around(
    reference: string,
    days: number,
    until: string,
    operation: OperationContext,
  ): Promise<LedgerStatement | undefined>;
}
