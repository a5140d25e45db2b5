/** What somebody who complains said of it, in their words and by their choices. */
export interface ClaimText {
  readonly description: string;
  /** What they chose, in the guided questions. */
  readonly motive: string;
  /** FR, EN, DE, ES or IT; `null` where nobody asked. */
  readonly language: string | null;
}

/** What a claim is taken to say. `null`: not known, which is not the same as no. */
export interface ClaimReading {
  readonly motive: string;
  readonly language: string | null;
  readonly sentiment: 'CALM' | 'UPSET' | 'ANGRY' | null;
  readonly urgency: 'LOW' | 'HIGH' | null;
  /** Kinds of things that the words name, e.g. `AMOUNT`; never the things themselves. */
  readonly entities: readonly string[];
  /** Which reader it was, and its version: readings are compared only with those of the same. */
  readonly reader: string;
}

/** Reads claims, for routing them. What it says is a hint to people and rules; it decides nothing about a claimant. */
export interface ClaimReader {
  /** Never rejects for what a text says, and keeps nothing of it. */
  read(text: ClaimText): Promise<ClaimReading>;
}
