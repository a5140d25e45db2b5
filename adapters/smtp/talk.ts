import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpOptions } from './options';

const SILENCE_MS = 20_000;

/** The library's error, as far as we read it. */
export interface Failure extends Error {
  readonly code?: string | undefined;
  /** To which command the server replied so. */
  readonly command?: string | undefined;
  /** The server's own code; absent where it gave none. */
  readonly responseCode?: number | undefined;
}

/** How a conversation ended. */
interface Talked {
  /** Absent where the server took the message. */
  readonly failure?: Failure;
  /** Whether any of the message left: until then the server cannot have it. */
  readonly handedOver: boolean;
}

/** Holds one conversation with a mail server, from the connection to its end. Never throws. */
export async function talk(
  { url, from, encrypted, silenceMs = SILENCE_MS }: SmtpOptions,
  { to, message }: { readonly to: string; readonly message: Buffer },
): Promise<Talked> {
  const { protocol, hostname, port, username, password } = new URL(url);
  const connection = new SMTPConnection({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    ...(port === '' ? {} : { port: Number(port) }),
    secure: protocol === 'smtps:',
    requireTLS: encrypted,
    ...{ connectionTimeout: silenceMs, greetingTimeout: silenceMs, socketTimeout: silenceMs },
    ...{ dnsTimeout: silenceMs, socketCloseTimeout: 0 },
  });
  let handedOver = false;
  // The library reads it once the server has said that it listens (354), and not before.
  const content = new Readable({
    read() {
      handedOver = true;
      this.push(message);
      this.push(null);
    },
  });
  const user = decodeURIComponent(username);
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error | null | undefined): boolean => {
        if (error) reject(error);
        return error !== null && error !== undefined;
      };
      // It tells some failures here, and nowhere else.
      connection.on('error', fail);
      connection.once('end', () => reject(new Error('the server ended the conversation')));
      const send = (): void =>
        connection.send({ from, to: [to] }, content, (error) => void (fail(error) || resolve()));
      connection.connect((error) => {
        if (fail(error)) return;
        if (user === '') send();
        else
          connection.login(
            { user, pass: decodeURIComponent(password) },
            (denied) => void (fail(denied) || send()),
          );
      });
    });
    return { handedOver };
  } catch (error) {
    return { failure: error as Failure, handedOver };
  } finally {
    connection.quit();
    connection.close();
    content.destroy();
  }
}
