import { appendFileSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestHub, type TestHub } from '../harness/hub';

const SOME = `query Some($number: String!) { claimByNumber(number: $number) { number customer { lastName language } } }`;
const FIRST = { number: 'RC-2026-0000001' };
const KEEPING = `
keeping:
  - id: K-CUSTOMERS-CLOSED
    source: customer-file
    staleSeconds: 600
    because: While the customer file is closed, an adviser goes on with the names of a moment ago.
`;

const folder = mkdtempSync(join(tmpdir(), 'kept-answers-'));
let hub: TestHub;
beforeAll(async () => {
  const policy = join(folder, 'policy.yaml');
  copyFileSync(join(__dirname, '..', '..', 'schema', 'policy', 'policy.yaml'), policy);
  appendFileSync(policy, KEEPING);
  hub = await startTestHub({
    mode: 'one process',
    variables: (usual) => ({ ...usual, HUB_POLICY: policy, CUSTOMERS_SOAP_RECHECK_MS: '60000' }),
  });
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true });
});

it('where the policy lets it, an answer of a moment ago stands in for a source that is down, with its date', async () => {
  const before = Date.now();
  const good = await hub.ask('adviser', SOME, FIRST);
  expect(good.body.errors).toBeUndefined();
  expect(good.body.extensions?.sources?.['customer-file']).not.toHaveProperty('asOf');

  await hub.behave({ customers: { kind: 'closed' } });
  const { body } = await hub.ask('adviser', SOME, FIRST);
  expect(body.errors).toBeUndefined();
  expect(body.data).toEqual(good.body.data);
  const { asOf = '', state } = body.extensions?.sources?.['customer-file'] ?? {};
  expect(state).toBe('CLOSED_FOR_NIGHT');
  expect(Date.parse(asOf)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(asOf)).toBeLessThanOrEqual(Date.now());
});

it('is kept for those alone who may see the same', async () => {
  const { body } = await hub.ask('complaints-officer', SOME, FIRST, {
    'x-access-purpose': 'complaint_handling',
  });
  expect(body.data.claimByNumber.customer?.lastName ?? null).toBeNull();
  expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'CLOSED' });
});
