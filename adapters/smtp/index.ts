import MailComposer from 'nodemailer/lib/mail-composer';
import type { AnswerDispatch, AnswerMail, MailHandover } from '../../schema/ports/answer-dispatch';
import type { SmtpOptions } from './options';
import { type Failure, talk } from './talk';

/** One mailbox, without a display name, a list or a comment. */
const MAILBOX = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

/**
 * Hands e-mails over by SMTP (RFC 5321), a connection for each. What a server declines for good is told apart from what it may
 * take later by the code of its reply (5yz, 4yz) and by the command that it replied to: that the hub may not send at all is no
 * fault of the address.
 */
export function createSmtpDispatch(options: SmtpOptions): AnswerDispatch {
  const domain = options.from.slice(options.from.lastIndexOf('@') + 1);
  return {
    async handOver(mail) {
      if (!MAILBOX.test(mail.to)) return 'ADDRESS_REFUSED';
      const message = await written(mail, options.from, domain);
      const { failure, handedOver } = await talk(options, { to: mail.to, message });
      return failure ? handoverOf(failure, handedOver) : 'ACCEPTED';
    },
  };
}

/** @returns the message's bytes: the same for the same e-mail, but for the boundaries inside. */
const written = (
  { messageId, to, subject, text, language, date }: AnswerMail,
  from: string,
  domain: string,
): Promise<Buffer> =>
  new MailComposer({
    from: { name: '', address: from },
    to: { name: '', address: to },
    subject,
    text,
    date,
    messageId: `<${messageId}@${domain}>`,
    headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();

function handoverOf({ code, command, responseCode }: Failure, handedOver: boolean): MailHandover {
  if (responseCode === undefined) {
    if (code === 'EENVELOPE') return 'ADDRESS_REFUSED';
    if (code === 'EMESSAGE') return 'MESSAGE_REFUSED';
    return handedOver ? 'UNKNOWN' : 'LATER';
  }
  if (responseCode < 500) return 'LATER';
  if (command === 'RCPT TO') return 'ADDRESS_REFUSED';
  return command === 'DATA' && code === 'EMESSAGE' ? 'MESSAGE_REFUSED' : 'LATER';
}
