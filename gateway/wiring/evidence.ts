import { extname, join } from 'node:path';
import type { Clock } from '../../schema/kernel/clock';
import type { EvidenceIntake } from '../../schema/ports/evidence';
import type { SqlStore } from '../../schema/ports/store';
import type * as Intake from '../../subgraphs/documents/evidence/intake';
import type { HubConfig } from '../config';

/** Loaded where files are taken: it brings along what looks into them. */
const INTAKE = join(__dirname, `../../subgraphs/documents/evidence/intake${extname(__filename)}`);

/**
 * @param store our own; opened with the first upload.
 * @param shared it was given to this process: others may have it too.
 * @returns `undefined` where this process does not share it with the subgraph that keeps evidence.
 */
export async function openEvidence(
  { policy, subgraphs, databaseUrl }: HubConfig,
  store: () => Promise<SqlStore>,
  shared: boolean,
  clock: Clock,
): Promise<EvidenceIntake | undefined> {
  if (policy === 'none') return undefined;
  const isShared = shared || subgraphs.kind === 'local' || databaseUrl !== undefined;
  if (!isShared) return undefined;
  const { createEvidenceIntake } = (await import(INTAKE)) as typeof Intake;
  return createEvidenceIntake(store, clock);
}
