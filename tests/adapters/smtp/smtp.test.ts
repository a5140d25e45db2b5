import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createSmtpDispatch } from '../../../adapters/smtp';
import { type MailBehaviour, type MailServer, startMailServer } from '../../../mocks/mail/mail-server';
import { PATIENCE_MS } from '../../harness/patience-ms';

const mail = {
  messageId: 'ans-1',
  to: 'ada@courriel.example',
  subject: 'Réponse de votre banque',
  text: 'Madame,\n\nvotre réclamation est fondée : 12,50 €.\n.\nFin.',
  language: 'FR',
  date: new Date('2026-11-20T09:30:00Z'),
};

describe('an answer given to a mail server', () => {
  let server: MailServer;
  const dispatch = (url = server.url, silenceMs = PATIENCE_MS) =>
    createSmtpDispatch({
      ...{ url, from: 'reponses@banque.example', encrypted: false },
      silenceMs,
    });

  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(() => server.close());

  it('arrives as it was written, under a message id of its own, for one recipient', async () => {
    server.behave({ kind: 'take' });
    expect(await dispatch().handOver(mail)).toBe('ACCEPTED');
    const taken = server.taken.at(-1);
    expect(taken).toMatchObject({ from: 'reponses@banque.example', to: ['ada@courriel.example'] });
    const [head = '', ...body] = (taken?.source ?? '').split('\r\n\r\n');
    expect(head).toContain('Message-ID: <ans-1@banque.example>');
    expect(head).toContain('Content-Language: FR');
    expect(head).toMatch(/^Date: Fri, 20 Nov 2026 09:30:00/m);
    expect(decoded(head, body.join('\r\n\r\n'))).toBe(mail.text);
  });

  it.each<[string, MailBehaviour, string]>([
    ['its address is declined for good', { kind: 'recipient', code: 550 }, 'ADDRESS_REFUSED'],
    ['its address is declined for now', { kind: 'recipient', code: 451 }, 'LATER'],
    ['what it says is declined for good', { kind: 'message', code: 554 }, 'MESSAGE_REFUSED'],
    ['it is declined for now', { kind: 'message', code: 452 }, 'LATER'],
    ['the server hangs up once it has all of it', { kind: 'cut' }, 'UNKNOWN'],
    ['the server hangs up in the middle of it', { kind: 'lose' }, 'UNKNOWN'],
  ])('is told apart: %s', async (_name, behaviour, outcome) => {
    server.behave(behaviour);
    expect(await dispatch().handOver(mail)).toBe(outcome);
  });

  it('may be given again while the server is down', async () => {
    const down = await startMailServer();
    await down.close();
    expect(await dispatch(down.url).handOver(mail)).toBe('LATER');
  });

  it('may be given again where the server says nothing at all', async () => {
    const open: Socket[] = [];
    const mute = createServer((socket) => void open.push(socket));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const url = `smtp://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    expect(await dispatch(url, 50).handOver(mail)).toBe('LATER');
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
  });

  it.each(['', 'ada', 'ada@x.example, eve@y.example', 'Ada <ada@x.example>', 'a@x.example\r\nRCPT TO:<e@y>'])(
    'goes to nobody where its address is no mailbox: %j',
    async (to) => {
      server.behave({ kind: 'take' });
      const before = server.taken.length;
      expect(await dispatch().handOver({ ...mail, to })).toBe('ADDRESS_REFUSED');
      expect(server.taken).toHaveLength(before);
    },
  );
  it('is not sent in clear where it has to be encrypted', async () => {
    server.behave({ kind: 'take' });
    const before = server.taken.length;
    const strict = createSmtpDispatch({ url: server.url, from: 'reponses@banque.example', encrypted: true });
    expect(await strict.handOver(mail)).toBe('LATER');
    expect(server.taken).toHaveLength(before);
  });
});

function decoded(head: string, body: string): string {
  const bytes = /^Content-Transfer-Encoding: base64/im.test(head)
    ? Buffer.from(body, 'base64')
    : Buffer.from(
        body
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      );
  return bytes.toString('utf8').replaceAll('\r\n', '\n').trimEnd();
}
