import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Actor } from '../../mocks/oidc/actors';
import { startIssuer } from '../../mocks/oidc/issuer';

const root = join(__dirname, '..', '..');
const actors: Actor[] = ['adviser', 'dpo'].map((name) => ({
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
afterAll(() => issuer.close());

/** Runs the command as `npm run -s token -- …` does. */
function token(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = ['--import', 'tsx', join('mocks', 'token.ts'), ...args];
  const env = { ...process.env, OIDC_ISSUER: issuer.issuer, NODE_OPTIONS: '' };
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
  expect(stderr).toBe('token: there is no actor "nobody"; there are: adviser, dpo\n');
});

it('explains itself', async () => {
  const { code, stdout } = await token('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('npm run -s token -- ACTOR');
});
