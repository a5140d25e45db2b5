/**
 * What the audit trail keeps. No value of any field, no query text, no name: people appear as pseudonyms only.
 * Every member is text, a whole number, `null`, or a list of those, so that its canonical JSON is one text everywhere.
 */
export type AuditRecord = AccessRecord | GapRecord | PurgeRecord | ProcessRecord;

/** One operation of one caller. */
export interface AccessRecord {
  readonly kind: 'access';
  /** When it was answered: ISO 8601, UTC, milliseconds. */
  readonly at: string;
  /** The request's id in logs and in what legacy systems were told. */
  readonly requestId: string;
  /** Pseudonym (`actor`) of the token's `sub`. */
  readonly actor: string;
  /** Pseudonym (`token`) of the token's `jti`; `null` where it had none. */
  readonly token: string | null;
  /** The token's `client_id`: an application, not a person. */
  readonly client: string;
  readonly roles: readonly string[];
  readonly purpose: string;
  /** Article 6 GDPR, of the rules that showed something; sorted. */
  readonly legalBases: readonly string[];
  readonly operation: OperationOfRecord;
  /** Who was read, and how far. Empty where nothing personal was asked for. */
  readonly accesses: readonly AccessGroup[];
  /** How often gateway and subgraph decided differently; the lower of the two was applied. */
  readonly differences: number;
  /** Public names of the systems asked, sorted. */
  readonly sources: readonly string[];
  /** Version of the access policy. */
  readonly policy: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Error codes in the answer, sorted, each once. */
  readonly errors: readonly string[];
}

/** Which operation, without its text. */
export interface OperationOfRecord {
  readonly type: 'query' | 'mutation' | null;
  /** See `operationNameForAudit`. */
  readonly name: string | null;
  /** SHA-256 of the document, hexadecimal; `null` where no document could be read. */
  readonly hash: string | null;
}

/** Subjects who were treated alike in one operation. */
export interface AccessGroup {
  /** Pseudonyms (`subject`), sorted. Empty: the decision fell before any object was known. */
  readonly subjects: readonly string[];
  /** Sorted by category, decision, rule. */
  readonly decisions: readonly AccessDecision[];
}

/** What happened to one kind of data of each subject of a group. */
export interface AccessDecision {
  readonly category: string;
  readonly decision: 'DENY' | 'PSEUDONYMISE' | 'MASK' | 'ALLOW';
  /** The rule's id; `-` where none decided. */
  readonly rule: string;
  /** How many fields. */
  readonly count: number;
}

/** Records that could not be queued, so that their number at least is known. */
export interface GapRecord {
  readonly kind: 'gap';
  readonly at: string;
  /** When the first of them was dropped. */
  readonly since: string;
  readonly dropped: number;
}

/** Records that were deleted when their time was over. */
export interface PurgeRecord {
  readonly kind: 'purge';
  readonly at: string;
  /** Only records older than this were deleted. */
  readonly before: string;
  /** Every record with a lower number is deleted. */
  readonly upTo: number;
}

/** A process began or ended writing: a start without a stop may have lost what it had only queued. */
export interface ProcessRecord {
  readonly kind: 'process';
  readonly at: string;
  /** Random, new with every start. */
  readonly process: string;
  readonly event: 'START' | 'STOP';
}
