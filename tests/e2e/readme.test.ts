import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askAgain } from '../harness/ask-again';
import { freePorts, run, runToEnd, type Running } from '../harness/processes';
import { PATIENT_VARIABLES } from '../harness/patient-hub';
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
  await running.says('Ctrl-C stops everything');
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
  return askAgain(async () => {
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
  });
}

beforeAll(async () => {
  const [port = 0, mocks = 0, ledger = 0, mail = 0] = await freePorts(4);
  url = `http://127.0.0.1:${port}`;
  variables = {
    ...PATIENT_VARIABLES,
    HUB_DATA_DIR: mkdtempSync(join(tmpdir(), 'claims-hub-readme-')),
    HUB_PORT: String(port),
    HUB_MOCK_PORT: String(mocks),
    HUB_MOCK_LEDGER_PORT: String(ledger),
    HUB_MOCK_SMTP_PORT: String(mail),
  };
  hub = await startHub();
});
afterAll(async () => {
  await hub?.end('SIGTERM');
  rmSync(variables.HUB_DATA_DIR ?? '', { recursive: true, force: true });
});

describe('what the README says', () => {
  it.each([
    ['adviser', 0],
    ['supervisor', 1],
  ])('its query gives the %s the printed answer', async (actor, printed) => {
    const purpose = /x-access-purpose: (\w+)/.exec(README)?.[1];
    const asked = async () => ask(await token(actor), block('graphql'), {}, purpose);
    await asked(); // From then on what was objected to, and restricted, is in mind.
    const answer = await asked();
    const { sources, ...extensions } = answer.extensions ?? {};
    expect({ ...answer, extensions }).toEqual(JSON.parse(block('json', printed)));
    expect(sources).toMatchObject({
      'customer-file': { calls: 1 },
      'account-ledger': { calls: 2 },
      store: { calls: 2 },
    });
  });

  it('runs its command before line 15', () => {
    expect(README.split('\n').slice(0, 14)).toContain('npm ci && npm start');
  });
});

describe('the claim of the README', () => {
  /** A block by what its operation is called. */
  const operation = (name: string): string => {
    const found = [...README.matchAll(/```graphql\n([\s\S]*?)```/g)].find(([, text]) =>
      new RegExp(`^(query|mutation) ${name}\\b`).test(text ?? ''),
    );
    if (found?.[1] === undefined) throw new Error(`README has no operation ${name}`);
    return found[1];
  };
  const staff = 'complaint_handling';

  it('goes from filing to its paid answer by the five operations, and its draft is shown to nobody outside', async () => {
    const [customer, adviser, supervisor] = [
      await token('customer'),
      await token('adviser'),
      await token('supervisor'),
    ];
    const first = await ask(
      customer,
      'query Account { claimByNumber(number: "RC-2026-0000001") { account { id } } }',
    );
    const account: unknown = first.data.claimByNumber.account.id;

    const filed = await ask(customer, operation('File'), { account });
    expect(filed.errors).toBeUndefined();
    const claim: unknown = filed.data.fileClaim.claim.id;
    expect(filed.data.fileClaim.claim.version).toBe(1);

    const handled = await ask(adviser, operation('Handle'), { claim }, staff);
    expect(handled.errors).toBeUndefined();
    const proposed = handled.data.proposeRedress.claim;
    const before = await ask(customer, operation('Paid'), { claim });
    expect(before.data.claim.redress).toEqual([]);

    const redress: unknown = proposed.redressProposals[0].id;
    const granted = await ask(supervisor, operation('Grant'), { claim, redress }, staff);
    expect(granted.data.approveRedress).toEqual({ result: 'CHANGED' });

    const point: unknown = proposed.points[0].id;
    const answered = await ask(adviser, operation('Answer'), { claim, point }, staff);
    expect(answered.errors).toBeUndefined();
    expect(answered.data.sendAnswer.claim).toEqual({ status: 'ANSWERED' });

    const paid = async (): Promise<GraphAnswer> => ask(customer, operation('Paid'), { claim });
    let read = await paid();
    // The order goes out, and is booked, in turns of a few seconds.
    while (read.data.claim.redress[0].paymentState !== 'POSTED') {
      await new Promise((resolve) => setTimeout(resolve, 500));
      read = await paid();
    }
    const printed = [...README.matchAll(/```json\n([\s\S]*?)```/g)].find(([, text]) =>
      text?.includes('"paymentState"'),
    )?.[1];
    const { sentAnswers, ...rest } = read.data.claim;
    expect(rest).toEqual(JSON.parse(printed ?? ''));
    expect(sentAnswers).toMatchObject([{ outcome: 'UPHELD', medium: 'SECURE_MESSAGE' }]);
    expect(sentAnswers[0].text).toContain('Nous vous présentons nos excuses.');

    const hidden = await ask(
      customer,
      'query Draft($claim: ID!) { claim(id: $claim) { answerDraft { state } redressProposals { state } } }',
      { claim },
    );
    expect(hidden.data.claim).toEqual({ answerDraft: null, redressProposals: null });
    expect(hidden.errors?.map(({ extensions }) => extensions.code)).toEqual([
      'FIELD_ACCESS_DENIED',
      'FIELD_ACCESS_DENIED',
    ]);
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
  });
});
