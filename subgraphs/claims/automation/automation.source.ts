import DataLoader from 'dataloader';
import type { MeteredStore } from '../../shared/metered-store';

/** An operation of the ledger that spoke for a decision, as it is kept. */
export interface KeptEvidence {
  readonly role: string;
  readonly reference: string;
  readonly bookedOn: string;
  /** Cents, as text. */
  readonly cents: string;
}

/** A row of `claims.automation`. */
export interface AutomationRow {
  readonly claim_seq: string;
  readonly at: string;
  readonly rules_version: string;
  readonly decision: 'GRANTED' | 'NONE';
  readonly rule: string | null;
  readonly legal_reference: string | null;
  readonly amount_minor: string | null;
  readonly evidence: readonly KeptEvidence[];
  readonly shadow_rule: string | null;
  readonly shadow_minor: string | null;
  readonly shadow_evidence: readonly KeptEvidence[];
}

/** A row of `claims.automation_try`. */
export interface TryRow {
  readonly claim_seq: string;
  readonly rules_version: string;
  readonly tried_at: string;
  readonly next_at: string | null;
  /** `null`: not known yet. */
  readonly eligible: boolean | null;
}

const COLUMNS = `claim_seq, at, rules_version, decision, rule, legal_reference, amount_minor, evidence,
  shadow_rule, shadow_minor, shadow_evidence`;

/** What rules said of claims, for one operation; batched. */
export type AutomationSource = ReturnType<typeof createAutomationSource>;

export function createAutomationSource(store: MeteredStore) {
  const loader = new DataLoader<string, AutomationRow | undefined>(async (seqs) => {
    const rows = await store.query<AutomationRow>(
      seqs.length,
      `select ${COLUMNS} from claims.automation where claim_seq = any($1::bigint[])`,
      [seqs],
    );
    const found = new Map(rows.map((row) => [row.claim_seq, row]));
    return seqs.map((seq) => found.get(seq));
  });
  const tries = new DataLoader<string, TryRow | undefined>(async (seqs) => {
    const rows = await store.query<TryRow>(
      seqs.length,
      `select claim_seq, rules_version, tried_at, next_at, eligible from claims.automation_try
        where claim_seq = any($1::bigint[])`,
      [seqs],
    );
    const found = new Map(rows.map((row) => [row.claim_seq, row]));
    return seqs.map((seq) => found.get(seq));
  });
  return {
    /** @param seq of the claim. */
    of: (seq: string): Promise<AutomationRow | undefined> => loader.load(seq),
    /** Whether the ledger was asked in vain. @param seq of the claim. */
    triesOf: (seq: string): Promise<TryRow | undefined> => tries.load(seq),
    forget(): void {
      loader.clearAll();
      tries.clearAll();
    },
  };
}
