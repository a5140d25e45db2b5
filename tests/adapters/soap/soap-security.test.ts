import { join } from 'node:path';
import { createSoapCaller, type SoapCallerConfig } from '../../../adapters/soap';
import type { SoapCall, SoapCaller, SoapNode } from '../../../schema/ports/soap';
import { createAuthority, type Issued } from '../../harness/certificates';
import { ACCOUNT } from './soap-caller.suite';
import type { StrictAccount } from './strict-security';
import { answer, send, startStrictServer, type StrictServer } from './strict-server';
import { PATIENCE_MS } from '../../harness/patience-ms';

const authority = createAuthority('Autorite de test');
const stranger = createAuthority('Autre autorite');
const ours = authority.issue('hub');
const opened: { close(): Promise<void> }[] = [];

const open = async (server: StrictServer, more: Partial<SoapCallerConfig> = {}): Promise<SoapCaller> => {
  const caller = await createSoapCaller(
    {
      source: 'trial',
      wsdlPath: join(__dirname, 'contract/epreuve.wsdl'),
      endpoint: server.endpoint,
      username: ACCOUNT.username,
      password: ACCOUNT.password,
      codeAppli: 'RCL',
      ...more,
    },
    { clock: { now: () => ACCOUNT.now } },
  );
  opened.unshift(caller);
  return caller;
};
const serve = async (
  account: Partial<StrictAccount> = {},
  tls?: Issued & { readonly ca: string },
): Promise<StrictServer> => {
  const server = await startStrictServer({ ...ACCOUNT, ...account }, tls);
  server.reply = send(answer());
  opened.push(server);
  return server;
};
const ask = (caller: SoapCaller, more: Partial<SoapCall<SoapNode>> = {}): Promise<SoapNode> =>
  caller.call({
    operation: 'consulterFiches',
    body: { reference: ['A'], note: 'é & <b>\r\n ]]>' },
    timeoutMs: PATIENCE_MS,
    requestId: 'req-1',
    parse: (node) => node,
    ...more,
  });

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

describe('a UsernameToken', () => {
  it('may carry the password as text, with nonce and time of creation', async () => {
    const server = await serve({ passwordType: 'text' });
    expect(await ask(await open(server, { passwordType: 'text' }))).toMatchObject({ codeRetour: '00' });
    await expect(ask(await open(server))).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });

  it('is left out where there is no user, and the context where there is no application', async () => {
    const server = await serve();
    const caller = await open(server, { username: undefined, codeAppli: undefined } as never);
    await expect(ask(caller)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(server.refusals).toEqual([expect.stringContaining('contexteAppel')]);
  });
});

describe('a signed message', () => {
  it('may be signed with a key on an elliptic curve', async () => {
    const server = await serve({ signedBy: authority.certificate });
    const signing = await open(server, { signature: authority.issue('hub', undefined, 'ec') });
    expect(await ask(signing)).toMatchObject({ codeRetour: '00' });
    expect(server.refusals).toEqual([]);
  });

  it('is accepted by a strict verifier, and by no one who trusts another authority', async () => {
    const server = await serve({ signedBy: authority.certificate });
    const signing = await open(server, { signature: ours });
    expect(await ask(signing)).toMatchObject({ codeRetour: '00' });
    expect(await ask(signing)).toMatchObject({ codeRetour: '00' });
    await expect(ask(await open(server))).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    const foreign = await open(server, { signature: stranger.issue('hub') });
    await expect(ask(foreign)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(server.refusals).toEqual([
      `0 × {http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd}BinarySecurityToken in {http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd}Security`,
      'not issued by the authority',
    ]);
  });

  it.each<[string, Partial<SoapCallerConfig>, RegExp]>([
    [
      'a key that is not its certificate’s',
      { signature: { ...ours, privateKey: authority.issue('x').privateKey } },
      /not its certificate/,
    ],
    ['no key at all', { signature: { ...ours, privateKey: 'x' } }, /./],
    ['TLS without https', { tls: { ca: authority.certificate } }, /https/],
    [
      'a certificate that is none',
      { endpoint: 'https://127.0.0.1:9/', tls: { certificate: 'x', privateKey: 'y' } },
      /./,
    ],
  ])('does not start with %s', async (_what, config, message) => {
    await expect(open(await serve(), config)).rejects.toThrow(message);
  });
});

describe('mutual TLS', () => {
  const tls = { ca: authority.certificate, ...ours };
  it('shows our certificate and checks the server’s', async () => {
    const server = await serve({}, { ...authority.issue('service'), ca: authority.certificate });
    expect(await ask(await open(server, { tls }))).toMatchObject({ codeRetour: '00' });
  });

  it.each<[string, Issued, NonNullable<SoapCallerConfig['tls']>]>([
    ['a server of another authority', stranger.issue('service'), tls],
    ['a server whose certificate is over', authority.issue('service', new Date(Date.now() - 1_000)), tls],
    ['a client without certificate', authority.issue('service'), { ca: authority.certificate }],
    [
      'a client of another authority',
      authority.issue('service'),
      { ca: authority.certificate, ...stranger.issue('hub') },
    ],
  ])('lets nothing through between us and %s', async (_what, certificate, identity) => {
    const server = await serve({}, { ...certificate, ca: authority.certificate });
    await expect(ask(await open(server, { tls: identity }))).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
    });
    expect(server.requests).toEqual([]);
  });
});

describe('identities', () => {
  it('never cross: 200 callers at once, each with a user, a branch and a request of its own', async () => {
    const users = Array.from({ length: 200 }, (_, index) => [`user-${index}`, `secret of ${index}`] as const);
    const server = await serve({ others: new Map(users) });
    server.reply = async (request, response) => {
      await new Promise((resolve) => setTimeout(resolve, Number(request.username.slice(5)) % 7));
      const { codeAgence = '', matricule = '' } = request.context;
      const seen = [
        request.username,
        codeAgence,
        matricule,
        request.correlation,
        request.body.children[0]?.text,
      ];
      void send(answer(`<r:inconnu>${seen.join('|')}</r:inconnu>`))(request, response);
    };
    const callers = await Promise.all(
      users.map(([username, password]) => open(server, { username, password, connections: 1 })),
    );
    const answers = await Promise.all(
      callers.map((caller, index) =>
        ask(caller, {
          requestId: `req-${index}`,
          context: { codeAgence: String(10_000 + index), matricule: `M${index}` },
          body: { reference: [`ref of ${index}`] },
        }),
      ),
    );
    expect(answers).toEqual(
      users.map(
        ([username], index) =>
          expect.objectContaining({
            inconnu: [`${username}|${10_000 + index}|M${index}|req-${index}|ref of ${index}`],
          }) as unknown,
      ),
    );
    expect(server.refusals).toEqual([]);
  });
});
