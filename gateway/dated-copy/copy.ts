import type { AllCopyWords } from './words';

/** Asks the graph for everything that stands on a dated copy: whoever may not read all of it gets none. */
export const COPY_QUERY = `query DatedCopy($id: ID!) { claim(id: $id) { number datedCopy { reference filedAt sha256 content {
  language sentAt receivedAt channel capacity product motive description disputedAmount
  claimant { name email address } answers { asked said } } } } }`;

/** What the graph answers to it, where nothing is withheld. */
export interface CopiedClaim {
  readonly number: string;
  readonly datedCopy: {
    readonly reference: string;
    /** ISO 8601, UTC; as are all instants. */
    readonly filedAt: string;
    readonly sha256: string;
    readonly content: {
      readonly language: keyof AllCopyWords;
      readonly sentAt: string | null;
      readonly receivedAt: string;
      readonly channel: string;
      readonly capacity: string;
      readonly product: string;
      readonly motive: string;
      readonly description: string;
      /** e.g. `12.50 EUR`. */
      readonly disputedAmount: string | null;
      readonly claimant: {
        readonly name: string;
        readonly email: string | null;
        readonly address: readonly string[] | null;
      } | null;
      readonly answers: readonly { readonly asked: string; readonly said: string | null }[];
    };
  };
}
