import type { Clock } from '../../schema/kernel/clock';
import type { EvidenceIntake } from '../../schema/ports/evidence';
import type { SqlStore } from '../../schema/ports/store';
import { createEvidenceIntake } from '../../subgraphs/documents/evidence/intake';
import type { HubConfig } from '../config';

/**
 * @param store our own; opened with the first upload.
 * @param shared it was given to this process: others may have it too.
 * @returns `undefined` where this process does not share it with the subgraph that keeps evidence.
 */
export function openEvidence(
  { policy, subgraphs, databaseUrl }: HubConfig,
  store: () => Promise<SqlStore>,
  shared: boolean,
  clock: Clock,
): EvidenceIntake | undefined {
  if (policy === 'none') return undefined;
  const isShared = shared || subgraphs.kind === 'local' || databaseUrl !== undefined;
  return isShared ? createEvidenceIntake(store, clock) : undefined;
}
