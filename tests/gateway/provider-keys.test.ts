import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startIssuer } from '../../mocks/oidc/issuer';
import { createAuthenticator } from '../../gateway/auth/authenticate';
import { createProviderKeys } from '../../gateway/auth/keys';
import { bearer, clockAt } from './world/credentials';
import { startTestIssuer } from './world/issuer';
import { until } from './world/until';

const lifetimes = { freshMs: 1_000, staleMs: 10_000, cooldownMs: 500, timeoutMs: 60_000 };

describe('the keys of the provider', () => {
  const start = async (discovery = true) => {
    const issuer = await startTestIssuer({ discovery });
    const clock = clockAt();
    const keys = createProviderKeys(issuer.issuer, { clock, fetch, lifetimes });
    const authenticate = createAuthenticator(issuer, keys, clock);
    return { issuer, clock, keys, authenticate, ask: async () => authenticate(bearer(await issuer.token())) };
  };

  it.each([true, false])('are found (by a discovery document: %s) and asked for once', async (discovery) => {
    const { issuer, ask } = await start(discovery);
    await Promise.all([ask(), ask(), ask()]);
    expect(issuer.asked()).toBe(1);
    await issuer.close();
  });

  it('may change: an unknown key is looked up again, but not at every request', async () => {
    const { issuer, clock, ask } = await start();
    await ask();
    await issuer.rotate();
    await expect(ask()).rejects.toThrow('cannot be verified');
    expect(issuer.asked()).toBe(1);
    clock.advance(600);
    await expect(ask()).resolves.toBeDefined();
    expect(issuer.asked()).toBe(2);
    await issuer.close();
  });

  it('are asked for once more, however many unknown key ids come', async () => {
    const { issuer, clock, authenticate } = await start();
    await authenticate(bearer(await issuer.token()));
    clock.advance(600);
    const flood = await Promise.all(
      Array.from({ length: 200 }, (_, number) => issuer.token({ header: { kid: `made-up-${number}` } })),
    );
    const answers = await Promise.allSettled(flood.map((token) => authenticate(bearer(token))));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    expect(issuer.asked()).toBe(2);
    await expect(authenticate(bearer(flood[0]!))).rejects.toThrow('cannot be verified');
    expect(issuer.asked()).toBe(2);
    await issuer.close();
  });

  it('that are new let in everybody who came while they were asked for', async () => {
    const { issuer, clock, ask } = await start();
    await ask();
    await issuer.rotate();
    clock.advance(600);
    const tokens = await Promise.all([ask(), ask(), ask()]);
    expect(tokens).toHaveLength(3);
    expect(issuer.asked()).toBe(2);
    await issuer.close();
  });

  it('are fetched again in time, without a caller who waits', async () => {
    const { issuer, clock, ask } = await start();
    await ask();
    clock.advance(1_100);
    await ask();
    await ask();
    await until(() => issuer.asked() === 2);
    await issuer.close();
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['never', () => undefined],
    ['with its head alone', (response) => void response.writeHead(200).flushHeaders()],
    [
      'byte by byte',
      (response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(' '), 20);
        response.once('close', () => clearInterval(drip));
      },
    ],
  ])('are not waited for beyond the deadline when the provider answers %s', async (_, answer) => {
    const server = createServer((_request, response) => answer(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const keys = createProviderKeys(issuer, { clock: clockAt(), fetch, lifetimes: { timeoutMs: 200 } });
    await expect(keys.ready()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('serve for a day unless something else is said', async () => {
    const issuer = await startTestIssuer();
    const clock = clockAt();
    const keys = createProviderKeys(issuer.issuer, { clock, fetch, lifetimes: { timeoutMs: 60_000 } });
    await keys.ready();
    issuer.down = true;
    clock.advance(24 * 3_600_000);
    await expect(keys.ready()).resolves.toBeUndefined();
    clock.advance(1);
    await expect(keys.ready()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await issuer.close();
  });

  it('are used for a while when the provider is down, and not for ever', async () => {
    const { issuer, clock, ask } = await start();
    await ask();
    issuer.down = true;
    clock.advance(9_000);
    await expect(ask()).resolves.toBeDefined();
    clock.advance(2_000);
    await expect(ask()).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: 'Access tokens cannot be checked at the moment: the identity provider does not give its keys.',
      facts: { source: 'identity-provider' },
    });
    issuer.down = false;
    clock.advance(600);
    await expect(ask()).resolves.toBeDefined();
    await issuer.close();
  });

  it('of another issuer are not taken', async () => {
    const { issuer, clock } = await start();
    const lying = createProviderKeys(`${issuer.issuer}/`, { clock, fetch, lifetimes });
    await expect(lying.ready()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await issuer.close();
  });
});

describe('the keys of an OpenID provider that changes them', () => {
  const AUDIENCE = 'https://hub.example/graphql';
  const actors = [
    {
      name: 'adviser',
      subject: 's-1',
      clientId: 'desk',
      roles: ['handler_l1'],
      scopes: ['claims:read'],
      purposes: [],
    },
  ];
  const start = async () => {
    const issuer = await startIssuer({ actors, audience: AUDIENCE });
    const clock = clockAt();
    const keys = createProviderKeys(issuer.issuer, { clock, fetch, lifetimes });
    return {
      issuer,
      clock,
      ask: createAuthenticator({ issuer: issuer.issuer, audience: AUDIENCE }, keys, clock),
    };
  };

  it('let in tokens of the old and of the new key, of whichever algorithm', async () => {
    const { issuer, clock, ask } = await start();
    for (const alg of ['EdDSA', 'PS256', 'ES256'] as const) {
      const before = await issuer.tokenFor('adviser');
      await ask(bearer(before));
      await issuer.rotate({ alg });
      clock.advance(600);
      await expect(ask(bearer(await issuer.tokenFor('adviser')))).resolves.toMatchObject({ subject: 's-1' });
      await expect(ask(bearer(before))).resolves.toMatchObject({ subject: 's-1' });
    }
    await issuer.close();
  });

  it('no longer let in tokens of a key that was withdrawn, once they are fetched again', async () => {
    const { issuer, clock, ask } = await start();
    const [used, unused] = [await issuer.tokenFor('adviser'), await issuer.tokenFor('adviser')];
    await ask(bearer(used));
    await issuer.rotate({ forget: true });
    clock.advance(600);
    await ask(bearer(await issuer.tokenFor('adviser')));
    await expect(ask(bearer(unused))).rejects.toThrow('cannot be verified');
    clock.advance(61_000);
    await expect(ask(bearer(used))).rejects.toThrow('cannot be verified');
    await issuer.close();
  });

  it('need a key id as soon as two of them fit', async () => {
    const { issuer, clock, ask } = await start();
    const nameless = () => issuer.tokenFor('adviser', { header: { kid: undefined } });
    await expect(ask(bearer(await nameless()))).resolves.toBeDefined();
    await issuer.rotate();
    clock.advance(1_100);
    await ask(bearer(await issuer.tokenFor('adviser')));
    await expect(ask(bearer(await nameless()))).rejects.toThrow('cannot be verified');
    await issuer.close();
  });
});
