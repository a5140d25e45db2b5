import type { AccessRecord, AuditRecord } from '../../../schema/audit/record';
import { checkRecord } from '../../../schema/audit/check-record';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import { AUDIT, type AuditSink } from '../../../schema/ports/audit';

/** A sink that keeps records in memory, and can be down. */
export interface MemoryAudit {
  readonly sink: AuditSink;
  /** In order; `appended` before an answer left, or queued. */
  readonly records: { readonly how: 'appended' | 'queued'; readonly record: AccessRecord }[];
  /** From now on, nothing can be appended. */
  down: boolean;
  /** Runs before each append. */
  before: () => Promise<void>;
}

export function createMemoryAudit(): MemoryAudit {
  const keep = (how: 'appended' | 'queued', all: readonly AuditRecord[]): void => {
    for (const record of all) memory.records.push({ how, record: checkRecord(record) as AccessRecord });
  };
  const memory: MemoryAudit = {
    records: [],
    down: false,
    before: () => Promise.resolve(),
    sink: {
      async append(records) {
        await memory.before();
        if (memory.down) throw new SourceUnavailable(AUDIT);
        keep('appended', records);
      },
      queue: (records) => keep('queued', records),
      expect: () => () => undefined,
      counts: () => ({ saved: memory.records.length, commits: 1, failures: 0, waiting: 0, dropped: 0 }),
      close: () => Promise.resolve({ lost: 0 }),
    },
  };
  return memory;
}
