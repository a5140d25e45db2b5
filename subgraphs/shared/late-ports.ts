import { SourceUnavailable } from '../../schema/kernel/source-errors';
import type { CustomerContacts } from '../../schema/ports/customer-contacts';
import type { CustomerMarks } from '../../schema/ports/customer-marks';
import type { LedgerEvidence } from '../../schema/ports/ledger-evidence';
import type { Subgraph } from './module';

/**
 * What the old systems know, for subgraphs that are made before or beside those that can read it.
 *
 * @returns the ports, and what is told of every subgraph once it is there: the first that can answer does from then on;
 *   until then the systems are not available.
 */
export function createLatePorts(): {
  readonly evidence: LedgerEvidence;
  readonly marks: CustomerMarks;
  readonly contacts: CustomerContacts;
  readonly known: (subgraphs: readonly Subgraph[]) => void;
} {
  let evidence: LedgerEvidence | undefined;
  let marks: CustomerMarks | undefined;
  let contacts: CustomerContacts | undefined;
  const file = (): CustomerContacts => {
    if (!contacts) throw new SourceUnavailable('customer-file');
    return contacts;
  };
  return {
    evidence: {
      around: (...asked) =>
        evidence ? evidence.around(...asked) : Promise.reject(new SourceUnavailable('account-ledger')),
    },
    marks: {
      fragileAmong: (...asked) =>
        marks ? marks.fragileAmong(...asked) : Promise.reject(new SourceUnavailable('customer-file')),
    },
    contacts: {
      emailOf: async (...asked) => file().emailOf(...asked),
      postalOf: async (...asked) => file().postalOf(...asked),
    },
    known: (subgraphs) => {
      for (const subgraph of subgraphs) {
        evidence ??= subgraph.evidence;
        marks ??= subgraph.marks;
        contacts ??= subgraph.contacts;
      }
    },
  };
}
