/** What a claimant sends along, or a letter that goes out, as it is kept in the outbox until the document store has it: plain JSON, and no byte of its content. */
export type EvidencePayload = {
  readonly claimNumber: string;
  /** `numeroTiers`. */
  readonly customer: string | null;
  readonly branch: string | null;
  readonly fileName: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  /** Which upload's bytes count; of a letter, none. */
  readonly upload: string;
  /** Absent for what a claimant sends along. */
  readonly kind?: 'LETTER';
};
