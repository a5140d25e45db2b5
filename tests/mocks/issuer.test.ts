import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import type { Actor } from '../../mocks/oidc/actors';
import { startIssuer } from '../../mocks/oidc/issuer';
import { createSigningKey } from '../../mocks/oidc/keys';
import { createProof } from '../../mocks/oidc/proof';

const AUDIENCE = 'https://claims-hub.example/graph';
const actors: Actor[] = [
  {
    name: 'customer',
    subject: 'sub-customer',
    clientId: 'bank-app',
    roles: ['client_self'],
    scopes: ['claims:read', 'claims:write'],
    purposes: ['customer_self_service'],
    customerNumber: '000000000001',
  },
  {
    name: 'adviser',
    subject: 'sub-adviser',
    clientId: 'adviser-desk',
    roles: ['handler_l1'],
    scopes: ['claims:read'],
    purposes: ['complaint_handling', 'quality_improvement'],
    branch: '00042',
    staffNumber: 'A100001',
  },
  {
    name: 'partner',
    subject: 'sub-partner',
    clientId: 'comparator',
    roles: ['partner:comparator'],
    scopes: ['accounts:read'],
    purposes: ['customer_self_service'],
  },
];

let issuer: Awaited<ReturnType<typeof startIssuer>>;
beforeEach(async () => {
  issuer = await startIssuer({ actors, audience: AUDIENCE });
});
afterEach(() => issuer.close());

/** A verifier as a resource server makes it: from the discovery document alone, with nothing remembered. */
async function verify(token: string) {
  const discovery = await fetch(`${issuer.issuer}/.well-known/openid-configuration`);
  const { issuer: name, jwks_uri } = (await discovery.json()) as { issuer: string; jwks_uri: string };
  const keys = createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: 60_000 });
  return jwtVerify(token, keys, { issuer: name, audience: AUDIENCE, typ: 'at+jwt' });
}

it('gives an RFC 9068 token that verifies against the keys its discovery document names', async () => {
  const { payload, protectedHeader } = await verify(await issuer.tokenFor('adviser'));
  expect(protectedHeader).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
  expect(payload).toMatchObject({
    sub: 'sub-adviser',
    client_id: 'adviser-desk',
    scope: 'claims:read',
    roles: ['handler_l1'],
    branch: '00042',
    staff_number: 'A100001',
    authorization_details: [
      { type: 'claims_hub_purpose', purposes: ['complaint_handling', 'quality_improvement'] },
    ],
  });
  expect(payload.jti).toEqual(expect.any(String));
  expect(payload).not.toHaveProperty('customer_number');
});

it('writes the customer number of a customer, and no branch', async () => {
  const payload = decodeJwt(await issuer.tokenFor('customer'));
  expect(payload).toMatchObject({ roles: ['client_self'], customer_number: '000000000001' });
  expect(payload).not.toHaveProperty('branch');
});

it('is valid for ten minutes, or for as long as asked up to twelve hours', async () => {
  const lifetime = ({ exp, iat }: { exp?: number; iat?: number }): number => (exp ?? 0) - (iat ?? 0);
  expect(lifetime(decodeJwt(await issuer.tokenFor('adviser')))).toBe(600);
  expect(lifetime(decodeJwt(await issuer.tokenFor('adviser', { minutes: 720 })))).toBe(43_200);
  await expect(issuer.tokenFor('adviser', { minutes: 721 })).rejects.toThrow('minutes');
});

it('takes its time from the clock it is given', async () => {
  const late = await startIssuer({
    actors,
    audience: AUDIENCE,
    clock: { now: () => new Date('2030-01-01T00:00:00Z') },
  });
  const { iat, nbf, exp } = decodeJwt(await late.tokenFor('adviser'));
  expect([iat, nbf, exp]).toEqual([1893456000, 1893456000, 1893456600]);
  await late.close();
});

it.each(['EdDSA', 'PS256'] as const)(
  'signs with a fresh %s key after a rotation, and still publishes the old',
  async (alg) => {
    const before = await issuer.tokenFor('adviser');
    await issuer.rotate({ alg });
    const after = await issuer.tokenFor('adviser');
    expect(decodeProtectedHeader(after).alg).toBe(alg);
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid);
    await expect(verify(after)).resolves.toBeDefined();
    await expect(verify(before)).resolves.toBeDefined();
  },
);

it('no longer publishes a key that is to be forgotten', async () => {
  const before = await issuer.tokenFor('adviser');
  await issuer.rotate({ forget: true });
  await expect(verify(before)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
});

it('lets a test change claims and header under a true signature', async () => {
  const token = await issuer.tokenFor('adviser', {
    claims: { aud: 'elsewhere', client_id: undefined },
    header: { typ: 'JWT' },
  });
  const keys = createRemoteJWKSet(new URL(`${issuer.issuer}/jwks`), { timeoutDuration: 60_000 });
  const { payload, protectedHeader } = await jwtVerify(token, keys);
  expect(payload.aud).toBe('elsewhere');
  expect(payload).not.toHaveProperty('client_id');
  expect(protectedHeader.typ).toBe('JWT');
});

it('names the actors it has when asked for another', async () => {
  await expect(issuer.tokenFor('nobody')).rejects.toThrow(
    'there is no actor "nobody"; there are: customer, adviser, partner',
  );
});

it('gives an actor to that actor’s own client only', async () => {
  const answer = await fetch(`${issuer.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:claims-hub:development:grant-type:actor',
      client_id: 'bank-app',
      actor: 'adviser',
    }),
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
});

it('gives the same keys again after a restart when it has a file for them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
  const options = { actors, audience: AUDIENCE, keysFile: join(folder, 'keys.json') };
  const keys = async (): Promise<unknown> => {
    const started = await startIssuer(options);
    const answer = await fetch(`${started.issuer}/jwks`);
    await started.close();
    return answer.json();
  };
  expect(await keys()).toEqual(await keys());
  rmSync(folder, { recursive: true });
});

describe('a partner', () => {
  const ask = (headers: [string, string][]) =>
    fetch(`${issuer.issuer}/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({
        grant_type: 'urn:claims-hub:development:grant-type:actor',
        client_id: 'comparator',
        actor: 'partner',
      }),
    });

  it('gets a token that is bound to their key', async () => {
    const key = await createSigningKey('ES256');
    const { payload } = await verify(await issuer.tokenFor('partner', { key }));
    expect(payload).toMatchObject({ sub: 'sub-partner', cnf: { jkt: key.kid } });
    const proof = await createProof(key, { method: 'POST', url: `${issuer.issuer}/token` });
    expect(await (await ask([['dpop', proof]])).json()).toMatchObject({
      token_type: 'DPoP',
      expires_in: 600,
    });
  });

  it('gets none without a proof, and none with a proof that was used or is for another place', async () => {
    await expect(issuer.tokenFor('partner')).rejects.toThrow('A DPoP proof is needed');
    const key = await createSigningKey('ES256');
    const proof = await createProof(key, { method: 'POST', url: `${issuer.issuer}/token` });
    const elsewhere = await createProof(key, { method: 'POST', url: `${issuer.issuer}/jwks` });
    expect((await ask([['dpop', proof]])).status).toBe(200);
    for (const headers of [
      [['dpop', proof]],
      [['dpop', elsewhere]],
      [
        ['dpop', proof],
        ['dpop', proof],
      ],
    ] as [string, string][][]) {
      const answer = await ask(headers);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: 'invalid_dpop_proof' });
    }
  });

  it('is told by the discovery document how proofs may be signed', async () => {
    const discovery = await fetch(`${issuer.issuer}/.well-known/openid-configuration`);
    const { dpop_signing_alg_values_supported: algorithms } = (await discovery.json()) as {
      dpop_signing_alg_values_supported: string[];
    };
    expect([...algorithms].sort()).toEqual(['ES256', 'EdDSA', 'PS256']);
  });
});
