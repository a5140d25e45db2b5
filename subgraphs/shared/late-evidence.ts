import { SourceUnavailable } from '../../schema/kernel/source-errors';
import type { LedgerEvidence } from '../../schema/ports/ledger-evidence';
import type { Subgraph } from './module';

/**
 * What the ledger proves, for subgraphs that are made before or beside the one that can read it.
 *
 * @returns the port, and what is told of every subgraph once it is there: the first that can answer does from then on.
 */
export function createLateEvidence(): {
  readonly evidence: LedgerEvidence;
  readonly known: (subgraphs: readonly Subgraph[]) => void;
} {
  let found: LedgerEvidence | undefined;
  return {
    evidence: {
      around: (...asked) =>
        found ? found.around(...asked) : Promise.reject(new SourceUnavailable('account-ledger')),
    },
    known: (subgraphs) => {
      found ??= subgraphs.find(({ evidence }) => evidence)?.evidence;
    },
  };
}
