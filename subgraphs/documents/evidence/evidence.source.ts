import DataLoader from 'dataloader';
import type { Clock } from '../../../schema/kernel/clock';
import type { OperationContext } from '../../../schema/kernel/operation';
import type { SqlStore } from '../../../schema/ports/store';
import { createMeteredStore, type MeteredStore } from '../../shared/metered-store';
import { filesOf } from './files';
import type { EvidenceRecord } from './evidence.record';
import type { EvidenceSettings } from './settings';
import { sessionOf } from './session';

/** Files on their way, as one operation sees them. */
export interface EvidenceSource {
  /** Whether there is any that the caller may know of; if not, our store is not asked. */
  readonly seesAny: boolean;
  /** Batched: one statement for all claims. @returns the files of a claim, the oldest first. */
  ofClaim(claimNumber: string): Promise<readonly EvidenceRecord[]>;
  readonly clock: Clock;
  readonly settings: EvidenceSettings;
  /** Our store, opened when it is first needed. */
  store(): Promise<MeteredStore>;
}

/** What the source needs, whoever asks. */
export interface EvidenceDeps {
  readonly clock: Clock;
  readonly settings: EvidenceSettings;
  readonly store: () => Promise<SqlStore>;
}

export function createEvidenceSource(
  { clock, settings, store: open }: EvidenceDeps,
  { sources }: OperationContext,
  seesAny: boolean,
): EvidenceSource {
  const store = async (): Promise<MeteredStore> => createMeteredStore(await open(), sources);
  const byClaim = new DataLoader<string, readonly EvidenceRecord[]>(async (claimNumbers) => {
    const files = await filesOf(sessionOf(await store(), claimNumbers.length), claimNumbers, clock.now());
    const found = Map.groupBy(files, (file) => file.claimNumber);
    return claimNumbers.map((claimNumber) => found.get(claimNumber) ?? []);
  });
  return { seesAny, clock, settings, store, ofClaim: (claimNumber) => byClaim.load(claimNumber) };
}
