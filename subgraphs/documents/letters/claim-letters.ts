import type { LetterState, OutgoingLetters } from '../../../schema/ports/outgoing-letters';
import type { SqlStore } from '../../../schema/ports/store';
import { createOutboxTable } from '../../shared/outbox/table';
import type { EvidencePayload } from '../evidence/payload';
import { evidenceStore } from '../evidence/store';

/**
 * Keeps letters in the documents' outbox.
 *
 * @param open our own store, which the process that looks after the outbox shares.
 */
export function createClaimLetters(open: () => Promise<SqlStore>): OutgoingLetters {
  const store = evidenceStore(open);
  return {
    async prepare() {
      await store();
    },
    async post(session, { reference, claimNumber, customer, branch, pdf }, now) {
      await session.query(
        `insert into documents.letter (reference, claim_number, pdf) values ($1, $2, decode($3, 'base64'))
         on conflict do nothing`,
        [reference, claimNumber, pdf.toString('base64')],
      );
      const payload: EvidencePayload = {
        ...{ claimNumber, customer, branch, kind: 'LETTER', upload: '' },
        ...{ fileName: 'Lettre de réponse', mimeType: 'application/pdf', sizeBytes: pdf.length },
      };
      const table = createOutboxTable<EvidencePayload>('documents', async () => session);
      // It may have been printed anew meanwhile, from another address: what is known under the reference goes out.
      await table.add({ reference, subject: claimNumber, payload, identity: { reference } }, now);
    },
    async stateOf(reference) {
      const [row] = await (
        await store()
      ).query<{ state: LetterState }>('select state from documents.outbox where reference = $1', [reference]);
      return row?.state;
    },
  };
}
