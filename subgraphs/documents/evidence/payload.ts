/** A file as it is kept in the outbox until the document store has it: plain JSON, and no byte of its content. */
export type EvidencePayload = {
  readonly claimNumber: string;
  /** `numeroTiers`. */
  readonly customer: string | null;
  readonly branch: string | null;
  readonly fileName: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  /** Which upload's bytes count. */
  readonly upload: string;
};
