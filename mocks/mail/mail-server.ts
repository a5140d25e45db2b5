import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

/**
 * What a mail server does with what comes next. `take`: it accepts. `recipient`, `message`: it replies with this code to the
 * recipient, or once it has the whole message. `cut`: it takes the whole message, and hangs up before it says so. `lose`: it
 * hangs up in the middle of the message, and keeps nothing.
 */
export type MailBehaviour =
  | { readonly kind: 'take' | 'cut' | 'lose' }
  | { readonly kind: 'recipient' | 'message'; readonly code: number };

/** A message that was taken. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came, headers included. */
  readonly source: string;
}

/** An imitated mail server. */
export interface MailServer {
  /** e.g. `smtp://127.0.0.1:4004`. */
  readonly url: string;
  /** What it took, the oldest first; the last hundred. */
  readonly taken: readonly TakenMail[];
  behave(behaviour: MailBehaviour): void;
  close(): Promise<void>;
}

/** Messages that are kept. */
const KEPT = 100;

/**
 * Starts a mail server that speaks SMTP on the loopback interface, and delivers nothing.
 *
 * @param port 0 lets the system choose one.
 */
export async function startMailServer(port = 0): Promise<MailServer> {
  const taken: TakenMail[] = [];
  let behaviour: MailBehaviour = { kind: 'take' };
  const declined = (kind: MailBehaviour['kind']): Error | null =>
    behaviour.kind === kind && 'code' in behaviour
      ? Object.assign(new Error('declined'), { responseCode: behaviour.code })
      : null;
  // Whoever hangs up does so on the connection itself, which the library keeps to itself.
  const sockets = new Set<Socket>();
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH'],
    // Its certificate would be nobody's.
    hideSTARTTLS: true,
    disableReverseLookup: true,
    closeTimeout: 0,
    onRcptTo: (_address, _session, done) => done(declined('recipient')),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => {
        parts.push(part);
        if (behaviour.kind === 'lose') hangUp();
      });
      stream.on('end', () => {
        if (behaviour.kind === 'lose') return;
        const refusal = declined('message');
        if (refusal) return done(refusal);
        taken.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          source: Buffer.concat(parts).toString('utf8'),
        });
        if (taken.length > KEPT) taken.shift();
        if (behaviour.kind === 'cut') return hangUp();
        done();
      });
    },
  });
  // Clients that hang up are no trouble of the server's.
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    taken,
    behave: (next) => void (behaviour = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        hangUp();
      }),
  };
}
