import type { Logger } from 'pino';
import type { IdSealer } from '../../../../schema/kernel/ids';
import type { AnswerDispatch } from '../../../../schema/ports/answer-dispatch';
import type { CustomerContacts } from '../../../../schema/ports/customer-contacts';
import type { OutgoingLetters } from '../../../../schema/ports/outgoing-letters';
import type { RecurringJob } from '../../../shared/jobs/jobs';
import { createEmailCarrier } from './email';
import { type DeliveryDeps, handOverDue } from './hand-over';
import { createLetterCarrier } from './letter';
import { loadDeliveryRules } from './rules';

/** What answers reach their claimants by. */
export interface DeliveryPorts extends Omit<DeliveryDeps, 'rules' | 'random'> {
  readonly ids: IdSealer;
  /** Absent where the process is told of no mail server. */
  readonly dispatch: AnswerDispatch | undefined;
  /** Absent where the process has no way to the customer file. */
  readonly contacts: CustomerContacts | undefined;
  /** Absent where the process does not share the store with whoever brings letters on their way. */
  readonly letters: OutgoingLetters | undefined;
  readonly log: Logger;
}

/** Brings answers on their way every minute, by each medium that this process has. */
export function deliveryJob({ dispatch, contacts, letters, ids, log, ...deps }: DeliveryPorts): RecurringJob {
  const rules = loadDeliveryRules();
  if (!dispatch) log.warn('SMTP_URL is not set: answers by e-mail stay PENDING until there is a mail server');
  const carriers = [
    ...(dispatch ? [createEmailCarrier(dispatch, contacts, rules, ids)] : []),
    ...(letters ? [createLetterCarrier(letters, contacts, deps)] : []),
  ];
  return {
    name: 'claim-answers',
    every: '* * * * *',
    async run() {
      await letters?.prepare();
      for (const carrier of carriers) await handOverDue(carrier, { ...deps, rules, random: Math.random });
    },
  };
}
