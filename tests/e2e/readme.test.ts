import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, run, runToEnd, type Running } from '../harness/processes';
import type { GraphAnswer } from '../harness/hub';

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
const block = (language: string, index = 0): string => {
  const found = [...README.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))][index]?.[1];
  if (found === undefined) throw new Error(`README has no ${language} block number ${index + 1}`);
  return found;
};

let variables: Record<string, string>;
let hub: Running | undefined;
let url: string;

async function startHub(): Promise<Running> {
  const running = run('mocks/start.ts', [], variables);
  await running.says('Ctrl-C stops everything', 90_000);
  return running;
}

async function token(actor: string): Promise<string> {
  const { stdout, code } = await runToEnd('mocks/token.ts', [actor], {
    OIDC_ISSUER: `http://127.0.0.1:${variables.HUB_MOCK_PORT}/oidc`,
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  return stdout.trim();
}

async function ask(
  bearer: string,
  query: string,
  asked: object = {},
  purpose = 'customer_self_service',
): Promise<GraphAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-access-purpose': purpose,
      authorization: `Bearer ${bearer}`,
    },
    body: JSON.stringify({ query, variables: asked }),
  });
  return (await response.json()) as GraphAnswer;
}

beforeAll(async () => {
  const [port = 0, mocks = 0, ledger = 0] = await freePorts(3);
  url = `http://127.0.0.1:${port}`;
  variables = {
    HUB_DATA_DIR: mkdtempSync(join(tmpdir(), 'claims-hub-readme-')),
    HUB_PORT: String(port),
    HUB_MOCK_PORT: String(mocks),
    HUB_MOCK_LEDGER_PORT: String(ledger),
  };
  hub = await startHub();
}, 120_000);
afterAll(async () => {
  await hub?.end('SIGTERM');
  rmSync(variables.HUB_DATA_DIR ?? '', { recursive: true, force: true });
}, 30_000);

describe('what the README says', () => {
  it.each([
    ['adviser', 0],
    ['supervisor', 1],
  ])('its query gives the %s the printed answer', async (actor, printed) => {
    const purpose = /x-access-purpose: (\w+)/.exec(README)?.[1];
    const answer = await ask(await token(actor), block('graphql'), {}, purpose);
    const { sources, ...extensions } = answer.extensions ?? {};
    expect({ ...answer, extensions }).toEqual(JSON.parse(block('json', printed)));
    expect(sources).toMatchObject({
      'customer-file': { calls: 1 },
      'account-ledger': { calls: 2 },
      store: { calls: 3 },
    });
  });

  it('runs its command before line 15', () => {
    expect(README.split('\n').slice(0, 14)).toContain('npm ci && npm start');
  });
});

describe('a claim that was acknowledged to its sender', () => {
  it('survives a kill a moment later', async () => {
    const filed = await ask(
      await token('customer'),
      `mutation { fileClaim(idempotencyKey: "survives-a-kill", input: {
         product: ACCOUNT, motive: SERVICE_QUALITY, channel: ONLINE, description: "Deux heures au guichet sans explication." }) { number } }`,
    ).catch(() => undefined);
    await hub?.end('SIGKILL');
    const number: unknown = filed?.data?.fileClaim?.number;
    expect(number).toMatch(/^RC-/);

    hub = await startHub();
    const found = await ask(
      await token('customer'),
      'query Again($number: String!) { claimByNumber(number: $number) { number status description } }',
      { number },
    );
    expect(found.errors).toBeUndefined();
    expect(found.data.claimByNumber).toEqual({
      number,
      status: 'FILED',
      description: 'Deux heures au guichet sans explication.',
    });
  }, 120_000);
});
