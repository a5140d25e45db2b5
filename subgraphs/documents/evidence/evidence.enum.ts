import { registerEnumType } from 'type-graphql';

/** Where a file stands on its way to the document store. */
export enum EvidenceState {
  AWAITING_UPLOAD = 'AWAITING_UPLOAD',
  SCANNING = 'SCANNING',
  NOT_SCANNED = 'NOT_SCANNED',
  REFUSED = 'REFUSED',
  PENDING = 'PENDING',
  UNKNOWN = 'UNKNOWN',
  POSTED = 'POSTED',
  FAILED = 'FAILED',
}
registerEnumType(EvidenceState, {
  name: 'EvidenceState',
  description: 'Where a file stands on its way to the document store.',
  valuesConfig: {
    AWAITING_UPLOAD: { description: 'Announced; its bytes have not come.' },
    SCANNING: { description: 'Here, and being looked at for malicious content.' },
    NOT_SCANNED: { description: 'Here, and held back: there is no scanner that looks at it.' },
    REFUSED: { description: 'Malicious content was found: its bytes are deleted, and nobody is shown them.' },
    PENDING: { description: 'Taken; the document store does not have it yet.' },
    UNKNOWN: {
      description: 'Being checked: it was sent, and whether the document store has it is not known yet.',
    },
    POSTED: { description: 'The document store has it.' },
    FAILED: { description: 'The document store declined it; its bytes are kept here.' },
  },
});

/** What a scanner said of a file. */
export enum EvidenceScan {
  CLEAN = 'CLEAN',
  INFECTED = 'INFECTED',
  NOT_SCANNED = 'NOT_SCANNED',
}
registerEnumType(EvidenceScan, {
  name: 'EvidenceScan',
  description: 'What a scanner said of a file.',
  valuesConfig: {
    CLEAN: { description: 'It found nothing.' },
    INFECTED: { description: 'It found malicious content.' },
    NOT_SCANNED: { description: 'None looked at it.' },
  },
});
