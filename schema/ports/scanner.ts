/**
 * `CLEAN`: nothing known was found. `INFECTED`: it must not be passed on. `NOT_SCANNED`: the scanner works and does not take
 * this file, e.g. for its size.
 */
export type ScanVerdict = 'CLEAN' | 'INFECTED' | 'NOT_SCANNED';

/** Looks for malicious content in files. */
export interface FileScanner {
  /**
   * @param content the file's bytes, piece by piece.
   * @throws {SourceUnavailable} it cannot be reached, or fails: the file was not judged.
   * @throws {SourceTimeout} no verdict in time.
   */
  scan(content: AsyncIterable<Uint8Array>): Promise<ScanVerdict>;
  /** Resolves when it answers. @throws {SourceUnavailable | SourceTimeout} */
  ping(timeoutMs: number): Promise<void>;
}
