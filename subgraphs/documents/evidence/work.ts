import type { Logger } from 'pino';
import type { Clock } from '../../../schema/kernel/clock';
import type { FileScanner, ScanVerdict } from '../../../schema/ports/scanner';
import type { SqlStore, StoreSession } from '../../../schema/ports/store';
import { describeError } from '../../shared/error-answer';
import type { Trace } from '../../shared/outbox/entry';
import type { Outbox } from '../../shared/outbox/outbox';
import { createOutboxTable } from '../../shared/outbox/table';
import { readParts } from './content';
import { sendDeclinedAgain, settleDeclined } from './declined';
import type { EvidencePayload } from './payload';
import type { EvidenceSettings } from './settings';
import { dueForScan, type Unscanned } from './unscanned';
import { settleSent, sweep } from './upkeep';

/** What files on their way are moved on by. */
export interface EvidenceWorkDeps {
  readonly store: () => Promise<SqlStore>;
  readonly outbox: Pick<Outbox<EvidencePayload, string>, 'attendDue' | 'purge'>;
  /** Absent where there is none. */
  readonly scanner: FileScanner | undefined;
  readonly unscanned: EvidenceSettings['unscanned'];
  readonly clock: Clock;
  readonly log: Logger;
}

/** The first pause before a file that could not be scanned is tried again, and the longest, ms. */
const PAUSE_MS = 5_000;
const PAUSE_MAX_MS = 15 * 60_000;

/**
 * Moves files on: from the upload past the scanner into the outbox, and out of our store once the document store has them.
 * Each step is one transaction that may be made again: whatever ends the process, the next turn goes on from there.
 */
export function createEvidenceWork({
  store: open,
  outbox,
  scanner,
  unscanned,
  clock,
  log,
}: EvidenceWorkDeps) {
  async function look(store: SqlStore, file: Unscanned): Promise<void> {
    const verdict = scanner ? await scanner.scan(readParts(store, file)) : 'NOT_SCANNED';
    if (verdict === 'INFECTED') log.warn({ reference: file.reference }, 'malicious content in evidence');
    const goesOn = verdict === 'CLEAN' || (verdict === 'NOT_SCANNED' && unscanned === 'accept');
    await store.transaction(async (session) => {
      if (verdict === 'INFECTED') await refuse(session, file);
      else if (goesOn) await accept(session, file, verdict, clock.now());
      else await hold(session, file);
    });
  }

  return {
    purge: (keptMs: number) => outbox.purge(keptMs),
    /** One turn. @returns how many files were looked at. */
    async attendDue(trace: Trace): Promise<number> {
      const store = await open();
      const due = await dueForScan(store, clock.now(), { pauseMs: PAUSE_MS, pauseMaxMs: PAUSE_MAX_MS });
      for (const file of due) {
        await look(store, file).catch((error: unknown) =>
          log.warn(describeError(error), 'evidence could not be scanned'),
        );
      }
      await sendDeclinedAgain(store, clock.now());
      await outbox.attendDue(trace);
      await settleSent(store);
      for (const declined of await settleDeclined(store)) {
        log.warn(declined, 'the document store declined evidence');
      }
      await sweep(store, clock.now());
      return due.length;
    },
  };
}

/** Its bytes are deleted; that it was refused is kept with the claim. */
async function refuse(session: StoreSession, { reference }: Unscanned): Promise<void> {
  await session.query(
    `update documents.evidence set state = 'REFUSED', scan = 'INFECTED' where reference = $1 and state = 'RECEIVED'`,
    [reference],
  );
  await session.query('delete from documents.evidence_content where reference = $1', [reference]);
}

/** It waits: once there is a scanner, it is looked at. */
async function hold(session: StoreSession, { reference }: Unscanned): Promise<void> {
  await session.query(
    `update documents.evidence set scan = 'NOT_SCANNED' where reference = $1 and state = 'RECEIVED'`,
    [reference],
  );
}

async function accept(
  session: StoreSession,
  { reference, payload }: Unscanned,
  scan: ScanVerdict,
  now: Date,
): Promise<void> {
  const rows = await session.query(
    `update documents.evidence set state = 'ACCEPTED', scan = $2 where reference = $1 and state = 'RECEIVED'
      returning reference`,
    [reference, scan],
  );
  if (rows.length === 0) return;
  const table = createOutboxTable<EvidencePayload>('documents', async () => session);
  await table.add({ reference, subject: payload.claimNumber, payload }, now);
}
