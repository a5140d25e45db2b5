import type { IdSealer } from '../../../../schema/kernel/ids';
import { SourceUnavailable } from '../../../../schema/kernel/source-errors';
import type { AnswerDispatch, MailHandover } from '../../../../schema/ports/answer-dispatch';
import type { CustomerContacts } from '../../../../schema/ports/customer-contacts';
import { type AnswerLanguage, AnswerMedium } from '../answer.enum';
import { DeliveryFailure } from './delivery.enum';
import type { Carrier, HandedOver } from './hand-over';
import type { DeliveryRules } from './rules';

const OUTCOMES: Readonly<Record<MailHandover, HandedOver>> = {
  ACCEPTED: 'DONE',
  ADDRESS_REFUSED: DeliveryFailure.ADDRESS_REFUSED,
  MESSAGE_REFUSED: DeliveryFailure.MESSAGE_REFUSED,
  LATER: 'LATER',
  UNKNOWN: 'UNKNOWN',
};

/**
 * Answers as e-mails: the text that was sent, notices included, to the address that is known now. Each goes under a message id
 * made of the answer alone, so that one that is handed over twice is one to whoever receives it.
 */
export function createEmailCarrier(
  dispatch: AnswerDispatch,
  contacts: CustomerContacts | undefined,
  { subjects }: DeliveryRules,
  ids: IdSealer,
): Carrier {
  return {
    medium: AnswerMedium.EMAIL,
    async prepare(
      { answer_seq: answer, claimant, customer_number: customer, text, sent_at: sentAt, ...row },
      operation,
    ) {
      if (!claimant && !contacts) throw new SourceUnavailable('customer-file');
      const to =
        claimant || customer === null ? claimant?.email : await contacts?.emailOf(customer, operation);
      if (!to) return DeliveryFailure.NO_ADDRESS;
      const language = row.language as AnswerLanguage;
      const mail = {
        messageId: ids.seal('ans', answer),
        ...{
          to,
          text,
          subject: subjects[language],
          language: language.toLowerCase(),
          date: new Date(sentAt),
        },
      };
      return async () => OUTCOMES[await dispatch.handOver(mail)];
    },
  };
}
