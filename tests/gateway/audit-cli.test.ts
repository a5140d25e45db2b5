import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAuditCommand } from '../../gateway/audit-cli/run';
import { verifyInclusion } from '../../schema/audit/proofs';
import { leafHash } from '../../schema/audit/merkle';
import { createPseudonymiser } from '../../schema/audit/pseudonyms';
import type { SqlStore } from '../../schema/ports/store';
import { openTrail, requests, tamper, wipe } from '../adapters/audit/trail-world';
import { openTestStore } from '../harness/test-store';
import { accessRecord, SECRET } from '../schema/audit/records';

const NOW = new Date('2026-11-20T10:00:00.000Z');
const pseudonyms = createPseudonymiser(SECRET);

describe('npm run audit', () => {
  let store: SqlStore;
  beforeAll(async () => {
    store = await openTestStore();
  });
  beforeEach(() => wipe(store));
  afterAll(() => store.close());

  /** Runs one command line. @param files what can be read; `-` is the standard input. */
  const audit = async (line: string, files: Record<string, string> = {}) => {
    let [out, complaint] = ['', ''];
    const code = await runAuditCommand(line.split(' '), {
      now: NOW,
      readText: (path) => files[path] ?? '',
      print: async (text) => void (out += text),
      complain: (text) => void (complaint += text),
      open: async () => ({ log: openTrail(store), pseudonyms, close: async () => undefined }),
    });
    return { code, out, complaint };
  };
  const fill = async (): Promise<void> => {
    const log = openTrail(store);
    await log.append(requests('one', 4));
    await log.checkpoint();
  };

  it('verify: says that the trail is whole, and ends with 0', async () => {
    await fill();
    const { code, out } = await audit('verify');
    expect(code).toBe(0);
    expect(out).toMatch(/^whole: 5 records; 1 checkpoints agree; root [\da-f]{64}\n$/);
  });

  it('verify: names the first record that was touched, and ends with 1', async () => {
    await fill();
    await tamper(
      store,
      `update audit.record set body = replace(body, '"status":200', '"status":403') where seq in (2, 3)`,
    );
    expect(await audit('verify')).toEqual({
      code: 1,
      out: 'broken: record 2 has not the content that its hash was made of\n',
      complaint: '',
    });
    const { code, out } = await audit('verify --json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({ ok: false, records: 5, firstBroken: { seq: 2, reason: 'CONTENT' } });
  });

  it('verify --checkpoint: finds what was cut off together with its checkpoints', async () => {
    await fill();
    const { out: kept } = await audit('checkpoint');
    await wipe(store);
    await openTrail(store).append(requests('another', 2));
    expect(await audit('verify')).toMatchObject({ code: 0 });
    expect(await audit('verify --checkpoint kept', { kept })).toMatchObject({
      code: 1,
      out: 'broken: record 3 is not there\n',
    });
    const { code, complaint } = await audit('verify --checkpoint kept', { kept: '{"size":1}' });
    expect({ code, complaint }).toMatchObject({
      code: 2,
      complaint: expect.stringContaining('is not a checkpoint'),
    });
  });

  it('export: prints one record a line, or some of them', async () => {
    await fill();
    const lines = (await audit('export')).out.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([0, 1, 2, 3, 4]);
    expect((await audit('export --from 1 --to 3')).out.trim().split('\n')).toEqual(lines.slice(1, 3));
  });

  it('prove: prints what RFC 9162 needs to check one record', async () => {
    await fill();
    const { out } = await audit('prove --record 2');
    const { seq, hash, checkpoint, proof } = JSON.parse(out) as {
      seq: number;
      hash: string;
      checkpoint: { size: number; root: string };
      proof: string[];
    };
    const leaf = leafHash(Buffer.from(hash, 'hex'));
    expect(verifyInclusion({ index: seq, size: checkpoint.size, leaf, proof, root: checkpoint.root })).toBe(
      true,
    );
    expect(await audit('prove --record 99')).toMatchObject({ code: 2 });
  });

  it("report --customer: tells a person's consultations, and takes the number from the standard input", async () => {
    const at = '2026-10-02T08:00:00.000Z';
    const subject = pseudonyms.of('subject', '000000000001', new Date(at));
    const [read] = accessRecord().accesses;
    await openTrail(store).append([
      accessRecord({ at, accesses: [{ subjects: [subject], decisions: read?.decisions ?? [] }] }),
    ]);
    const { code, out } = await audit('report --customer - --json', { '-': '000000000001\n' });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { at, purpose: 'complaint_handling', categories: ['user.financial.bank_account', 'user.name'] },
    ]);
    expect((await audit('report --customer 000000000001')).out.split('\n')[1]).toBe(
      `${at}  complaint_handling  contract     bank  user.financial.bank_account, user.name`,
    );
    expect((await audit('report --customer 000000000001 --from 2026-10-03 --json')).out).toBe('[]\n');
    expect((await audit('report --customer 000000000002 --json')).out).toBe('[]\n');
  });

  it.each([
    ['token', 'token'],
    ['account', 'actor'],
  ] as const)('report --%s: tells whose data were read', async (option, kind) => {
    const at = '2026-10-02T08:00:00.000Z';
    const name = pseudonyms.of(kind, 'somebody', new Date(at));
    await openTrail(store).append([accessRecord({ at, [kind]: name })]);
    const { out } = await audit(`report --${option} somebody --from 2026-10-01 --to 2026-10-03`);
    expect(out).toContain('user.financial.bank_account (1), user.name (2)');
    expect((await audit(`report --${option} nobody --json`)).out).toBe('[]\n');
  });

  it('purge: deletes what is old enough, and nothing else', async () => {
    const at = '2025-01-01T00:00:00.000Z';
    await openTrail(store, { clock: { now: () => new Date(at) } }).append([accessRecord({ at })]);
    expect(await audit('purge --before 2026-11-01')).toMatchObject({ code: 2 });
    expect((await audit('purge --before 2024-11-01 --json')).out).toBe('{"purged":0}\n');
    expect((await audit('purge --before 2025-11-01')).out).toBe('2 records deleted; their hashes stay\n');
    expect((await audit('verify')).out).toContain('whole: 3 records, 2 of them deleted');
  });

  it.each([
    ['', 'there is no command ""'],
    ['verfy', 'there is no command "verfy"'],
    ['verify --deep', "Unknown option '--deep'"],
    ['export --from x', '--from must be the number of a record'],
    ['prove', 'say which record'],
    ['purge', 'say which records'],
    ['purge --before yesterday', '--before must be a date'],
    ['report', 'ask for one of'],
    ['report --token a --account b', 'ask for one of'],
  ])('%p is not understood, and says so', async (line, sentence) => {
    const { code, complaint } = await audit(line);
    expect(code).toBe(2);
    expect(complaint).toContain(sentence);
    expect(complaint).toContain('--help tells how to ask');
  });

  it('says in one sentence that the trail cannot be asked', async () => {
    let complaint = '';
    const code = await runAuditCommand(['verify'], {
      now: NOW,
      readText: () => '',
      print: async () => undefined,
      complain: (text) => void (complaint += text),
      open: () => Promise.reject(new Error('the data folder is in use by process 7')),
    });
    expect({ code, complaint }).toEqual({
      code: 2,
      complaint: 'audit: the data folder is in use by process 7\n',
    });
  });

  it('runs as a program of its own, on the embedded store', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-audit-cli-'));
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'gateway/audit-cli/main.ts', ...args], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HUB_DATA_DIR: folder },
      });
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage:') });
    expect(run('verify')).toMatchObject({ status: 0, stdout: expect.stringContaining('whole: 0 records') });
    rmSync(folder, { recursive: true, force: true });
  });
});
