import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { createAuditLog } from '../../adapters/audit';
import { createCheckpointSigner, createCheckpointVerifier } from '../../schema/audit/checkpoint';
import { createPseudonymiser } from '../../schema/audit/pseudonyms';
import type { Clock } from '../../schema/kernel/clock';
import type { AccessTable } from '../../schema/policy/compile';
import type { AuditSink } from '../../schema/ports/audit';
import type { SqlStore } from '../../schema/ports/store';
import { describeError, type ReportError } from '../../subgraphs/shared/error-answer';
import { type AuditTrail, createAuditTrail } from '../audit/trail';
import type { AuditSettings } from '../audit-settings';
import type { HubConfig } from '../config';

/** The audit trail as this process writes it. */
export interface OpenAudit {
  readonly sink: AuditSink;
  readonly trail: AuditTrail;
}

interface AuditDeps {
  readonly table: AccessTable | undefined;
  /** Takes the records instead; whoever opened it closes it. */
  readonly sink: AuditSink | undefined;
  readonly store: SqlStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly report: ReportError;
  /** For a record to be written, and for its turn, each; the log's usual time where `undefined`. */
  readonly limitMs: number | undefined;
}

/**
 * @param closing takes the step that saves what is queued; the store must outlive it.
 * @returns `undefined` where there is no policy, so that nothing is decided.
 */
export function openAudit(
  { audit: settings }: HubConfig,
  { table, sink: given, ...deps }: AuditDeps,
  closing: (() => Promise<void>)[],
): OpenAudit | undefined {
  if (!table || !settings) return undefined;
  const sink = given ?? openLog(settings, deps, closing);
  const pseudonyms = createPseudonymiser(settings.pseudonymSecret);
  const { clock, report } = deps;
  return { sink, trail: createAuditTrail({ sink, pseudonyms, table, clock, report }) };
}

function openLog(
  { key, oldKeys }: AuditSettings,
  { store, clock, log, limitMs }: Pick<AuditDeps, 'store' | 'clock' | 'log' | 'limitMs'>,
  closing: (() => Promise<void>)[],
): AuditSink {
  const trail = createAuditLog({
    store,
    clock,
    process: randomUUID(),
    signer: createCheckpointSigner(key),
    verifier: createCheckpointVerifier([key, ...oldKeys]),
    ...(limitMs === undefined ? {} : { limitMs }),
    report: (error) => log.error(describeError(error), 'the audit trail could not be written'),
  });
  closing.push(async () => {
    const { lost } = await trail.close();
    if (lost > 0) log.error({ lost }, 'audit records are lost');
  });
  return trail;
}
