/** An answer as an e-mail. */
export interface AnswerMail {
  /** Made of the answer alone: whoever receives it twice tells so by this. Without angle brackets and domain. */
  readonly messageId: string;
  /** One address. */
  readonly to: string;
  readonly subject: string;
  /** Plain text: the answer as it was sent. */
  readonly text: string;
  /** ISO 639-1. */
  readonly language: string;
  /** When the answer was sent. */
  readonly date: Date;
}

/**
 * What became of it. `ACCEPTED`: the mail server has it, and answers for it from now on. `ADDRESS_REFUSED`, `MESSAGE_REFUSED`:
 * declined for good, the address or what it says. `LATER`: not taken, and it may be taken later. `UNKNOWN`: it was handed over
 * and nothing was heard since: the server has it, or has it not.
 */
export type MailHandover = 'ACCEPTED' | 'ADDRESS_REFUSED' | 'MESSAGE_REFUSED' | 'LATER' | 'UNKNOWN';

/** Hands answers over to the bank's mail server. */
export interface AnswerDispatch {
  /** Hands one e-mail over, once. It never throws: whatever happens is one of these. */
  handOver(mail: AnswerMail): Promise<MailHandover>;
}
