import type { Checkpoint } from '../audit/checkpoint';
import type { Hash } from '../audit/merkle';
import type { AuditRecord } from '../audit/record';
import type { Consultation, SubjectRead } from '../audit/reports';

/** The name under which the audit trail appears in errors and metrics. */
export const AUDIT = 'audit';

/** Takes records in. What gateways need of the audit trail. */
export interface AuditSink {
  /**
   * Saves records before anything they tell of may leave. Calls that meet share one transaction.
   *
   * @returns when they are durable. They keep their order, and follow each other in the chain.
   * @throws {SourceUnavailable} at once, with source `audit`, while the store is known to be down or too much is
   *   waiting; else within the time limit. The records may still be saved later where the store was merely slow.
   * @throws {InvalidAuditRecord} one of them holds what a record must not; none is taken.
   */
  append(records: readonly AuditRecord[]): Promise<void>;
  /**
   * Saves records soon, and tries again while the store is down. Where the queue is full they are counted, and a `gap`
   * record says how many once the store is back. Saved at least once: an answer lost on the way back saves them twice.
   *
   * @throws {InvalidAuditRecord}
   */
  queue(records: readonly AuditRecord[]): void;
  /**
   * Says that an operation has begun whose record will come: records that are there already may wait for it, a few
   * milliseconds at most, to share one transaction with it.
   *
   * @returns to be called once the record was given, or will not come.
   */
  expect(): () => void;
  /** Counts since the start, for metrics. */
  counts(): AuditCounts;
  /**
   * Saves what is queued, signs a last checkpoint, and takes no more.
   *
   * @returns how many queued records could not be saved.
   */
  close(): Promise<{ readonly lost: number }>;
}

/** What the trail took in since the process started. */
export interface AuditCounts {
  /** Records that are durable. */
  readonly saved: number;
  /** Transactions that made them so: `saved / commits` is how many share one. */
  readonly commits: number;
  /** Transactions that failed. */
  readonly failures: number;
  /** Records that wait now. */
  readonly waiting: number;
  /** Queued records that were dropped because the queue was full. */
  readonly dropped: number;
}

/** The audit trail: append-only, chained, signed. */
export interface AuditLog extends AuditSink {
  /** Signs the present state and keeps the signature. @throws {Error} there is no signing key. */
  checkpoint(): Promise<Checkpoint>;
  /**
   * Recounts everything.
   *
   * @param kept checkpoints that were kept elsewhere: they also show what was cut off together with its checkpoint.
   */
  verify(kept?: readonly Checkpoint[]): Promise<Verdict>;
  /** Records in order, for someone else to recount. */
  export(range?: ExportRange): AsyncIterable<ExportedRecord>;
  /** Proves that a record is in the trail that a checkpoint signed. @throws {RangeError} it has no such record. */
  proveInclusion(seq: number, size: number): Promise<readonly Hash[]>;
  /** Proves that the trail of `second` records continues that of `first`. @throws {RangeError} */
  proveConsistency(first: number, second: number): Promise<readonly Hash[]>;
  /**
   * When, what for, and which kinds of data of one person were shown, without saying to which employee.
   *
   * @param subjects the person's pseudonyms over the period.
   */
  consultationsOf(subjects: readonly string[], period: Period): Promise<Consultation[]>;
  /** Whose data a token or an account read. @param who pseudonyms of kind `token` or `actor`. */
  readsBy(who: readonly string[], period: Period): Promise<SubjectRead[]>;
  /**
   * Deletes records whose time is over; their hashes stay, so that the rest can be verified, and a `purge` record says
   * what was done.
   *
   * @param before only records older than this, and not later than the retention allows.
   * @returns how many.
   * @throws {RangeError} younger records must be kept.
   */
  purge(before: Date): Promise<number>;
}

/** What a person may learn of the trail. */
export interface ConsultationReader {
  /**
   * As `AuditLog.consultationsOf`, oldest first.
   *
   * @param customerNumber `numeroTiers`.
   * @throws {SourceUnavailable} the store is down.
   */
  consultationsOf(customerNumber: string, period: Period): Promise<readonly Consultation[]>;
}

/** From `from` on, and before `to`. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Numbers of records: from `from` on (default 0), and before `to` (default the end). */
export interface ExportRange {
  readonly from?: number;
  readonly to?: number;
}

/** A record with its place in the chain. `hash` is the SHA-256 of the canonical JSON of `{prev, record, seq}`. */
export interface ExportedRecord {
  readonly seq: number;
  readonly prev: Hash;
  readonly record: AuditRecord;
  readonly hash: Hash;
}

/** What a recount found. */
export type Verdict =
  | {
      readonly ok: true;
      /** Records that the trail has had, deleted ones included. */
      readonly records: number;
      readonly purged: number;
      /** Checkpoints whose signature and root are right. */
      readonly checkpoints: number;
      /** The root of the whole tree. */
      readonly root: Hash;
    }
  | { readonly ok: false; readonly records: number; readonly firstBroken: Broken };

/** The first record that is not what it was. */
export interface Broken {
  readonly seq: number;
  /** Where the place is known only roughly: the first record after it that is known to be right, or the end. */
  readonly before?: number;
  readonly reason: BrokenReason;
  /** The column, with `COLUMN`. */
  readonly column?: string;
}

/**
 * `MISSING`: it is not there. `CONTENT`: its hash is not that of its content. `LINK`: its hash is not the one that its
 * successor remembers. `COLUMN`: a column to search by is not what the record says. `PURGED`: deleted, but no purge
 * tells of it. `EXTRA`: nobody appended it. `HEAD`: the state to append to is not that of the records. `CHECKPOINT`:
 * records before a signed checkpoint are not those that were signed. `SIGNATURE`: a checkpoint that no trusted key signed.
 */
export type BrokenReason =
  'MISSING' | 'CONTENT' | 'LINK' | 'COLUMN' | 'PURGED' | 'EXTRA' | 'HEAD' | 'CHECKPOINT' | 'SIGNATURE';
