import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { createAudiences } from '../../../gateway/audience/audiences';
import { runOperationsCommand } from '../../../gateway/operations-cli/run';
import type { Desktop } from '../../../gateway/operations-cli/commands';
import { createSafelist } from '../../../gateway/persisted/safelist';
import { createOperationStore } from '../../../gateway/persisted/store';
import { openDesk } from '../../../gateway/policy-cli/desk';
import type { SqlStore } from '../../../schema/ports/store';
import { openTestStore } from '../../harness/test-store';
import { loggedLines, registered } from './world';

const ROOT = join(__dirname, '..', '..', '..');
const own = (path: string): string => join(ROOT, path);
const OWN_FILES = {
  policy: own('schema/policy/policy.yaml'),
  supergraph: own('schema/contract/supergraph.graphql'),
  actors: own('mocks/data/actors.json'),
};
const CLAIM = registered('query Claim($n: String!) { claimByNumber(number: $n) { status } }', 'claim-1');
const ME = registered('query Me { me { id } }');
const TRACK = registered(
  'query Track($n: String!, $s: String!) { trackClaim(number: $n, secret: $s) { status } }',
);
const WRONG = registered('query Wrong($n: String!) {\n  claimByNumber(number: $n) { wrong }\n}');
const manifest = (...operations: readonly object[]): string =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });

let store: SqlStore;
let graph: ReturnType<Desktop['openGraph']>;
beforeAll(async () => {
  store = await openTestStore();
  const whole = Supergraph.build(readFileSync(OWN_FILES.supergraph, 'utf8')).apiSchema().toGraphQLJSSchema();
  const desk = openDesk(OWN_FILES, { readText: (path) => readFileSync(path, 'utf8') });
  const audiences = createAudiences(desk.table);
  graph = { graph: { whole, readBy: (caller) => audiences.readBy(whole, caller) }, desk };
});
afterAll(() => store.close());

async function run(line: string, file = manifest()) {
  let [out, complaint] = ['', ''];
  const code = await runOperationsCommand(line.split(' '), {
    now: new Date('2026-11-20T09:30:00Z'),
    readText: () => file,
    print: (text) => void (out += text),
    complain: (text) => void (complaint += text),
    openGraph: () => graph,
    withStore: (work) => work(createOperationStore(store)),
  });
  return { code, out, complaint };
}

describe('the command of registered operations', () => {
  it('registers, lists and retires, and gateways take it over', async () => {
    const safelist = createSafelist(createOperationStore(store), loggedLines().log);
    await safelist.load();
    expect(await run('register --client claims-desk m.json', manifest(CLAIM, ME))).toMatchObject({
      code: 0,
      out: '2 operations registered for claims-desk, 0 were already\n',
    });
    expect(safelist.of('claims-desk')).toBeUndefined();
    await safelist.refresh();
    expect(safelist.of('claims-desk')?.byId('claim-1')).toEqual(CLAIM);
    expect(safelist.of('anonymous')).toBeUndefined();

    expect((await run('register --client claims-desk --json m.json', manifest(CLAIM))).out).toBe(
      '{"client":"claims-desk","registered":0,"known":1}\n',
    );
    expect((await run('list')).out.split('\n')[1]).toMatch(
      /^claims-desk +Claim +query +claim-1 +2026-11-20T09:30:00.000Z$/,
    );

    expect((await run('retire --client claims-desk --id claim-1')).out).toBe(
      '1 operations of claims-desk retired\n',
    );
    await safelist.refresh();
    expect(safelist.of('claims-desk')?.byId('claim-1')).toBeUndefined();
    expect(safelist.of('claims-desk')?.byText(ME.body)).toEqual(ME);
    const names = async (line: string) =>
      (JSON.parse((await run(line)).out) as { name: string }[]).map(({ name }) => name);
    expect(await names('list --client claims-desk --json')).toEqual(['Me']);
    expect(await names('list --client claims-desk --json --all')).toEqual(['Claim', 'Me']);

    expect((await run('register --client claims-desk m.json', manifest(CLAIM))).out).toContain(
      '1 operations',
    );
    await safelist.refresh();
    expect(safelist.of('claims-desk')?.byId('claim-1')).toEqual(CLAIM);
  });

  it('never changes the text of an id, and registers all of a manifest or nothing', async () => {
    await run('register --client ids m.json', manifest(CLAIM));
    const other = { ...CLAIM, body: CLAIM.body.replace('status', 'number') };
    expect(await run('register --client ids m.json', manifest(ME, other))).toMatchObject({
      code: 1,
      complaint: expect.stringContaining('the id "claim-1" is registered with another text') as string,
    });
    expect(await run('register --client ids m.json', manifest(ME, WRONG))).toMatchObject({ code: 1 });
    expect(JSON.parse((await run('list --client ids --json')).out)).toHaveLength(1);
  });

  it.each([
    ['claims-desk', 'Cannot query field "wrong" on type "Claim". (line 2, column 31)'],
    ['anonymous', 'Cannot query field "claimByNumber" on type "Query". (line 2, column 3)'],
    ['not-known', 'Cannot query field "wrong" on type "Claim". (line 2, column 31)'],
    [
      'not-known --as role:partner:survey',
      'Cannot query field "claimByNumber" on type "Query". (line 2, column 3)',
    ],
  ])('reads operations by what exists for whoever uses the client: %s', async (client, sentence) => {
    const { code, complaint, out } = await run(`check m.json --client ${client}`, manifest(TRACK, WRONG));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(complaint).toContain(`operations[1] Wrong: ${sentence}`);
  });

  it('says that a manifest can be registered without doing so', async () => {
    expect(await run('check --client anonymous --json m.json', manifest(TRACK))).toEqual({
      code: 0,
      out: '{"client":"anonymous","operations":1,"mistakes":[]}\n',
      complaint: '',
    });
    expect((await run('list --client anonymous --json')).out).toBe('[]\n');
  });

  it.each([
    ['', 'there is no command ""'],
    ['publish', 'there is no command "publish"'],
    ['check m.json', 'say whose: --client ID'],
    ['check --client c', 'say which manifest: one FILE'],
    ['retire --client c', 'say which: --id ID, repeated, or --all'],
    ['list --id x', "Unknown option '--id'"],
    ['check --client c --as advisr m.json', 'there is no actor or role "advisr"'],
  ])('explains what it does not understand: %s', async (line, sentence) => {
    const { code, complaint } = await run(line);
    expect(code).toBe(2);
    expect(complaint).toContain(`operations: ${sentence}`);
    expect((await run('register --help')).out).toContain('Usage: npm run -s operations --');
  });
});
