import type { Checkpoint, CheckpointSigner, CheckpointVerifier } from '../../schema/audit/checkpoint';
import { consistencyRanges, inclusionRanges } from '../../schema/audit/proofs';
import type { AccessRecord, AuditRecord } from '../../schema/audit/record';
import { subjectReadsOf } from '../../schema/audit/reports';
import type { Clock } from '../../schema/kernel/clock';
import type { AuditLog } from '../../schema/ports/audit';
import type { SqlStore } from '../../schema/ports/store';
import { appendBehind, type Head, readHead } from './append';
import { accessRecords, readConsultations } from './consultations';
import { readCheckpoints, signHead } from './checkpoints';
import { entryOf } from './entry';
import { busyProcess } from './gathering';
import { MIGRATIONS, OWNER } from './migrations';
import { rootsOf } from './prove';
import { purgeTrail } from './purge';
import { recount } from './recount';
import { storedRows } from './rows';
import { createWriter } from './writer';

/** How the audit trail is kept. */
export interface AuditLogOptions {
  /** Where. Whoever opened it closes it, after the trail. */
  readonly store: SqlStore;
  readonly clock: Clock;
  /** A random name of this process, new with every start. */
  readonly process: string;
  /** Without one there are no checkpoints. */
  readonly signer?: CheckpointSigner;
  /** Trusts the signer's key and those before it. */
  readonly verifier: CheckpointVerifier;
  /** Milliseconds between two checkpoints while records come in; default 300,000. The first record of a process is signed soon. */
  readonly checkpointMs?: number;
  /** Milliseconds that waiting and saving may take each before `append` gives up; default 2,000. */
  readonly limitMs?: number;
  /** Milliseconds after a failure during which `append` fails at once; default 1,000. */
  readonly retryMs?: number;
  /** Most milliseconds that records wait for those of operations under way, to be saved together; default 20. */
  readonly gatherMs?: number;
  /** Most characters of records that wait, about a thousand each; default 8,000,000. */
  readonly waitingChars?: number;
  /** Months that records are kept at least; default 12. */
  readonly retentionMonths?: number;
  /** Told of every failure that no caller is told of. */
  readonly report?: (error: unknown) => void;
}

/** The audit trail on our own database. It makes its tables with the first use, so that a store that is down stops no start. */
export function createAuditLog(options: AuditLogOptions): AuditLog {
  const { store, clock, process, signer, verifier, report = () => undefined } = options;
  const { checkpointMs = 300_000, retentionMonths = 12 } = options;
  const { limitMs = 2_000, retryMs = 1_000, gatherMs = 20, waitingChars = 8_000_000 } = options;
  const now = (): string => clock.now().toISOString();
  let migrated: Promise<void> | undefined;
  let started = false;
  /** Where this process last left the trail; `undefined` where it does not know. */
  let head: Head | undefined;
  let signedAt: number | undefined;
  let signing: Promise<unknown> | undefined;

  const ready = (): Promise<void> => {
    migrated ??= store.migrate(OWNER, MIGRATIONS).catch((error: unknown) => {
      migrated = undefined;
      throw error;
    });
    return migrated;
  };
  const processEntry = (event: 'START' | 'STOP') => entryOf({ kind: 'process', at: now(), process, event });

  const checkpoint = async (): Promise<Checkpoint> => {
    if (!signer) throw new Error('the audit trail has no signing key');
    await ready();
    return signHead(store, signer, clock.now());
  };
  /** Beside the appends, which do not wait for it. */
  const checkpointWhenDue = (): void => {
    const time = clock.now().getTime();
    if (!signer || signing || checkpointMs === Number.POSITIVE_INFINITY) return;
    if (signedAt !== undefined && time - signedAt < checkpointMs) return;
    signing = checkpoint()
      .then(() => (signedAt = time), report)
      .finally(() => (signing = undefined));
  };

  const writer = createWriter({
    async save(entries) {
      await ready();
      const all = started ? entries : [processEntry('START'), ...entries];
      head = await appendBehind(store, head, all);
      started = true;
      checkpointWhenDue();
    },
    gap: (dropped, since) =>
      entryOf({ kind: 'gap', at: now(), since: new Date(since).toISOString(), dropped }),
    now: () => clock.now().getTime(),
    limitMs,
    retryMs,
    gatherMs,
    isBusy: busyProcess(),
    waitingChars,
    report,
  });

  return {
    async append(records) {
      return writer.append(records.map(entryOf));
    },
    queue: (records) => writer.queue(records.map(entryOf)),
    expect: () => writer.expect(),
    counts: () => writer.counts(),
    async close() {
      if (started) writer.queue([processEntry('STOP')]);
      const closed = await writer.close();
      await signing;
      if (signer && started) await checkpoint().catch(report);
      return closed;
    },
    checkpoint,
    async verify(kept = []) {
      await ready();
      return store.transaction(async (session) => {
        await session.query('set transaction isolation level repeatable read, read only');
        return recount({
          head: await readHead(session),
          checkpoints: [...(await readCheckpoints(session)), ...kept],
          rows: storedRows(session.query),
          verifier,
        });
      });
    },
    async *export({ from = 0, to } = {}) {
      await ready();
      for await (const { seq, hash, record } of storedRows(store.query, from, to)) {
        if (record) yield { seq, prev: record.prev, record: JSON.parse(record.body) as AuditRecord, hash };
      }
    },
    async proveInclusion(seq, size) {
      await ready();
      return rootsOf(store, inclusionRanges(seq, size), size);
    },
    async proveConsistency(first, second) {
      await ready();
      return rootsOf(store, consistencyRanges(first, second), second);
    },
    async consultationsOf(subjects, period) {
      await ready();
      return readConsultations(store.query, subjects, period);
    },
    async readsBy(who, period) {
      const records: AccessRecord[] = [];
      await ready();
      const condition = '(token = any($2) or actor = any($2))';
      for await (const record of accessRecords(store.query, condition, who, period)) records.push(record);
      return subjectReadsOf(records);
    },
    async purge(before) {
      const latest = new Date(clock.now());
      latest.setUTCMonth(latest.getUTCMonth() - retentionMonths);
      if (!(before <= latest))
        throw new RangeError(`audit records are kept for ${retentionMonths} months: ${latest.toISOString()}`);
      await ready();
      return purgeTrail(store, before, () => clock.now());
    },
  };
}
