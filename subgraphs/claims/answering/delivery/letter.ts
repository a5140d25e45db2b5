import { SourceUnavailable } from '../../../../schema/kernel/source-errors';
import type { CustomerContacts } from '../../../../schema/ports/customer-contacts';
import type { LetterState, OutgoingLetters } from '../../../../schema/ports/outgoing-letters';
import type { Clock } from '../../../../schema/kernel/clock';
import type { SqlStore } from '../../../../schema/ports/store';
import { createPrinter, MARGIN, type Print } from '../../../shared/print/print';
import { AnswerMedium } from '../answer.enum';
import type { DueDelivery } from './deliveries';
import { DeliveryFailure } from './delivery.enum';
import type { Carrier, HandedOver } from './hand-over';

/** What is known of a letter that was posted, as what became of the attempt. */
const FOLLOWED: Readonly<Record<LetterState, HandedOver>> = {
  PENDING: 'LATER',
  UNKNOWN: 'UNKNOWN',
  DONE: 'DONE',
  FAILED: DeliveryFailure.MESSAGE_REFUSED,
};

/** Where an envelope's window shows the address, points from the left and from the top. */
const WINDOW = { x: 300, y: 130, width: 240 } as const;
const SIZE = 10;

/**
 * Answers as letters: a PDF with the text that was sent, addressed to where the claimant is reached now, handed to the document
 * store among what goes out. It is looked after there from then on; here it is asked how far it is.
 */
export function createLetterCarrier(
  letters: OutgoingLetters,
  contacts: CustomerContacts | undefined,
  { store, clock }: { readonly store: SqlStore; readonly clock: Clock },
): Carrier {
  const print = createPrinter();
  return {
    medium: AnswerMedium.LETTER,
    patient: true,
    async prepare(delivery, operation) {
      const {
        seq,
        number,
        claimant,
        customer_number: customer,
        branch,
        language,
        sent_at: sentAt,
      } = delivery;
      const reference = `LTR-${number}-${seq}`;
      const state = await letters.stateOf(reference);
      if (state) return async () => FOLLOWED[state];
      if (!claimant && !contacts) throw new SourceUnavailable('customer-file');
      const address = claimant
        ? claimant.address && [claimant.name, ...claimant.address]
        : customer && (await contacts?.postalOf(customer, operation));
      if (!address) return DeliveryFailure.NO_ADDRESS;
      const pdf = await written(
        delivery,
        address,
        await print({ title: number, language, date: new Date(sentAt) }),
      );
      return async () => {
        const letter = { reference, claimNumber: number, customer, branch, pdf };
        await store.transaction((session) => letters.post(session, letter, clock.now()));
        return 'LATER';
      };
    },
  };
}

function written(
  { text }: DueDelivery,
  address: readonly string[],
  { pdf, legible, end }: Print,
): Promise<Buffer> {
  pdf.fontSize(SIZE).text(legible(address.join('\n')), WINDOW.x, WINDOW.y, { width: WINDOW.width });
  pdf.x = MARGIN;
  pdf.y = Math.max(pdf.y, WINDOW.y) + 6 * SIZE;
  pdf.text(legible(text));
  return end();
}
