/**
 * Why a file is not taken. `UNKNOWN`: nobody announced it under this token. `USED`: its file is here already. `EXPIRED`: it
 * comes too late. `TOO_LARGE`: more bytes than were announced. `WRONG_SIZE`: fewer. `WRONG_TYPE`: its content, or what is
 * said of it, is not of the type that was announced.
 */
export type EvidenceRefusal = 'UNKNOWN' | 'USED' | 'EXPIRED' | 'TOO_LARGE' | 'WRONG_SIZE' | 'WRONG_TYPE';

/** A file is not taken: nothing of it is kept. */
export class EvidenceRefused extends Error {
  constructor(readonly reason: EvidenceRefusal) {
    super(`evidence refused: ${reason}`);
    this.name = 'EvidenceRefused';
  }
}

/** A file as it comes in. */
export interface EvidenceUpload {
  /** The one-time token of the upload path. */
  readonly token: string;
  /** What its sender says it is, where they say anything. */
  readonly mediaType: string | undefined;
  /** How long its sender says it is, in bytes, where they say so. */
  readonly sizeBytes: number | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

/** What became of a file. */
export interface EvidenceReceipt {
  readonly sizeBytes: number;
  /** Of its bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/** Takes files that were announced for a claim. */
export interface EvidenceIntake {
  /**
   * Takes one file piece by piece, and holds no more than a piece of it.
   *
   * @returns once all of it is durable. Its token is used then, and not before: an upload that broke off may be repeated.
   * @throws {EvidenceRefused} and nothing of it is kept.
   * @throws {SourceUnavailable} the store is down, with source `store`. Whatever else `body` throws.
   */
  receive(upload: EvidenceUpload): Promise<EvidenceReceipt>;
}
