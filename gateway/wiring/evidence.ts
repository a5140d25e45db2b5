import type { Clock } from '../../schema/kernel/clock';
import type { EvidenceIntake } from '../../schema/ports/evidence';
import type { SqlStore } from '../../schema/ports/store';
import type { HubConfig } from '../config';

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
  // It brings along what looks into files.
  const { createEvidenceIntake } = await import('../../subgraphs/documents/evidence/intake.ts');
  return createEvidenceIntake(store, clock);
}
