import fc from 'fast-check';
import { createAuthenticator } from '../../gateway/auth/authenticate';
import { createProviderKeys } from '../../gateway/auth/keys';
import { createSigningKey } from '../../mocks/oidc/keys';
import { freezeDate } from '../harness/frozen-date';
import { bearer, bound, clockAt, GRAPH_URL, proofFor } from './world/credentials';
import { startTestIssuer, type TestIssuer } from './world/issuer';

freezeDate();
let issuer: TestIssuer;
let letIn: (credentials: ReturnType<typeof bearer>) => Promise<boolean>;
beforeAll(async () => {
  issuer = await startTestIssuer();
  const clock = clockAt();
  const authenticate = createAuthenticator(
    issuer,
    createProviderKeys(issuer.issuer, { clock, fetch, lifetimes: { timeoutMs: 60_000 } }),
    clock,
  );
  letIn = (credentials) =>
    authenticate(credentials).then(
      () => true,
      () => false,
    );
});
afterAll(() => issuer.close());

const PARTNER = { claims: { roles: ['partner:narrow'] } };
const text = (part: string): string => Buffer.from(part, 'base64url').toString('latin1');
/** Whether two compact tokens say the same under the same signature; base64url has spare bits at its end. */
const same = (one: string, other: string): boolean =>
  one.split('.').map(text).join('.') === other.split('.').map(text).join('.');

/** One change of a text of base64url parts. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), at: fc.nat(), text: fc.stringMatching(/^[\w.-]$/) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), text: fc.stringMatching(/^[\w.-]{1,4}$/) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), text: fc.stringMatching(/^.{1,8}$/) }),
);
type Change = { kind: 'put' | 'insert' | 'cut'; at: number; text: string };

const changed = (subject: string, { kind, at, text: put }: Change): string => {
  const place = at % subject.length;
  const rest = place + { put: put.length, insert: 0, cut: put.length }[kind];
  return subject.slice(0, place) + (kind === 'cut' ? '' : put) + subject.slice(rest);
};

it('no changed character of a token is overlooked', async () => {
  const token = await issuer.token();
  expect(await letIn(bearer(token))).toBe(true);
  await fc.assert(
    fc.asyncProperty(change, async (how) => {
      const mutant = changed(token, how);
      fc.pre(mutant !== token && !same(mutant, token));
      return !(await letIn(bearer(mutant)));
    }),
    { numRuns: 1_000 },
  );
});

it('no changed claim or header is overlooked under the old signature', async () => {
  const token = await issuer.token();
  const [header = '', payload = '', signature = ''] = token.split('.');
  const write = (part: string, name: string, value: unknown): string => {
    const members = { ...(JSON.parse(text(part)) as object), [name]: value };
    return Buffer.from(JSON.stringify(members)).toString('base64url');
  };
  const names = [...Object.keys(JSON.parse(text(payload)) as object), 'branch', 'staff_number', 'cnf'];
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.oneof(fc.constantFrom(...names, 'alg', 'typ', 'kid', 'crit', 'b64', 'jwk'), fc.string()),
      fc.jsonValue(),
      async (inHeader, name, value) => {
        const parts = inHeader
          ? [write(header, name, value), payload, signature]
          : [header, write(payload, name, value), signature];
        fc.pre(parts.join('.') !== token);
        return !(await letIn(bearer(parts.join('.'))));
      },
    ),
    { numRuns: 500 },
  );
});

it('no part of a token goes with the parts of another', async () => {
  const tokens = [await issuer.token(), await issuer.token({ claims: { roles: ['reader'] } })];
  const parts = tokens.map((token) => token.split('.'));
  const [first, second] = parts as [string[], string[]];
  for (const place of [0, 1, 2]) {
    const mixed = first.map((part, index) => (index === place ? second[index] : part)).join('.');
    expect(mixed === tokens[0] || !(await letIn(bearer(mixed)))).toBe(true);
  }
});

it('no changed character of a proof is overlooked', async () => {
  const token = await issuer.token(PARTNER);
  const proof = await proofFor(token, issuer.holder);
  await fc.assert(
    fc.asyncProperty(change, async (how) => {
      const mutant = changed(proof, how);
      fc.pre(mutant !== proof && !same(mutant, proof));
      return !(await letIn(bound(token, mutant)));
    }),
    { numRuns: 1_000 },
  );
  expect(await letIn(bound(token, proof))).toBe(true); // None of them has used it up.
});

it('no proof of another request, time or token is taken, though its holder signed it', async () => {
  const token = await issuer.token(PARTNER);
  const now = Math.floor(Date.now() / 1_000);
  const other = await createSigningKey('ES256');
  const wrong = {
    htm: fc
      .oneof(fc.constantFrom('GET', 'Post', 'POST ', ''), fc.jsonValue())
      .filter((htm) => htm !== 'POST'),
    htu: fc.oneof(
      fc.webUrl(),
      fc.jsonValue(),
      fc.string().map((tail) => `${GRAPH_URL}/${encodeURIComponent(tail)}x`),
    ),
    iat: fc.oneof(
      fc.integer({ max: now - 67 }),
      fc.integer({ min: now + 40 }),
      fc.jsonValue().filter((v) => typeof v !== 'number'),
    ),
    ath: fc.oneof(fc.stringMatching(/^[\w-]{43}$/), fc.jsonValue()),
    jti: fc.jsonValue().filter((jti) => typeof jti !== 'string' || jti === ''),
  };
  const claims = fc.record(wrong, { requiredKeys: [] }).filter((changes) => Object.keys(changes).length > 0);
  await fc.assert(
    fc.asyncProperty(claims, fc.boolean(), async (changes, byOther) => {
      const proof = await proofFor(token, issuer.holder, {
        claims: changes,
        ...(byOther ? { signedBy: other } : {}),
      });
      return !(await letIn(bound(token, proof)));
    }),
    { numRuns: 300 },
  );
});
