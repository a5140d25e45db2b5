import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProofChecker } from '../../gateway/auth/proof';
import { createProofRegister } from '../../gateway/auth/proof-register';
import { systemClock } from '../../schema/kernel/clock';
import type { Actor } from '../../mocks/oidc/actors';
import { startIssuer } from '../../mocks/oidc/issuer';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'hub-token-'));
const actors: Actor[] = ['adviser', 'dpo', 'partner:survey'].map((name) => ({
  name,
  subject: `sub-${name}`,
  clientId: 'desk',
  roles: [name],
  scopes: ['claims:read'],
  purposes: ['complaint_handling'],
}));

let issuer: Awaited<ReturnType<typeof startIssuer>>;
beforeAll(async () => {
  issuer = await startIssuer({ actors, audience: 'https://claims-hub.example/graph' });
});
afterAll(async () => {
  await issuer.close();
  rmSync(folder, { recursive: true });
});

/** Runs the command as `npm run -s token -- …` does. */
function token(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = ['--import', 'tsx', join('mocks', 'token.ts'), ...args];
  const env = { ...process.env, OIDC_ISSUER: issuer.issuer, HUB_DATA_DIR: folder, NODE_OPTIONS: '' };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

it('prints one token and a newline, and nothing else', async () => {
  const { code, stdout, stderr } = await token('adviser');
  expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it('says how to start the hub when it does not run', async () => {
  const { code, stdout, stderr } = await token('adviser', '--issuer', 'http://127.0.0.1:9/oidc');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    'token: no development issuer answers at http://127.0.0.1:9/oidc; start it with npm start\n',
  );
});

it('lists the actors when it does not know the one asked for', async () => {
  const { code, stdout, stderr } = await token('nobody');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe('token: there is no actor "nobody"; there are: adviser, dpo, partner:survey\n');
});

it('explains itself', async () => {
  const { code, stdout } = await token('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('npm run -s token -- ACTOR');
});

describe('for a partner', () => {
  const URL_ = 'http://127.0.0.1:4000/graphql';
  const partner = 'partner:survey';

  it('prints a bound token, and then proofs that go with it', async () => {
    expect(await token(partner, '--proof', `POST ${URL_}`)).toEqual({
      code: 1,
      stdout: '',
      stderr: `token: there is no bound token of "${partner}" yet: ask for one first; --help tells more\n`,
    });
    const printed = await token(partner);
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    const bound = printed.stdout.trim();
    const { cnf } = JSON.parse(Buffer.from(bound.split('.')[1] ?? '', 'base64url').toString()) as {
      cnf: { jkt: string };
    };
    const check = createProofChecker(createProofRegister(systemClock));
    for (const round of [1, 2]) {
      const { code, stdout, stderr } = await token(partner, '--proof', `POST ${URL_}`);
      expect({ round, code, stderr }).toEqual({ round, code: 0, stderr: '' });
      const request = { method: 'POST', url: URL_, now: new Date(), token: bound, thumbprint: cnf.jkt };
      await expect(check([stdout.trim()], request)).resolves.toBe(cnf.jkt);
    }
    expect(statSync(join(folder, 'dpop.json')).mode & 0o777).toBe(0o600);
  });

  it('keeps the key where it is told to', async () => {
    const file = join(folder, 'mine', 'key.json');
    expect((await token(partner, '--dpop', file)).code).toBe(0);
    expect((await token(partner, '--dpop', file, '--proof', `POST ${URL_}`)).stdout).toMatch(/^[\w.-]+\n$/);
  });

  it('refuses a file that holds something else, and a request that is none', async () => {
    const file = join(folder, 'notes.txt');
    writeFileSync(file, 'notes');
    expect((await token(partner, '--dpop', file)).stderr).toContain('does not hold a key for bound tokens');
    expect((await token(partner, '--proof', 'graphql')).stderr).toContain('--proof needs a method and a URL');
  });

  it('says in its help how to ask with curl', async () => {
    const { stdout } = await token('--help');
    expect(stdout).toContain('-H "authorization: DPoP $(npm run -s token -- partner-survey)"');
    expect(stdout).toContain(`--proof 'POST ${URL_}'`);
  });
});
