import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPgliteStore } from '../../../adapters/postgres';
import { fileByReference } from '../../../subgraphs/documents/evidence/files';
import { type Ged, startGed } from './evidence-world';

/** Where a process is killed between upload and document: by the statement or call that it is killed at. */
const DEATHS: readonly (readonly ['before' | 'after', string])[] = [
  ['after', "set state = 'ACCEPTED'"], // In the open transaction that hands it to the outbox.
  ['after', "set state = 'UNKNOWN'"],
  ['after', 'deposerDocument'], // The document store has it, and nobody here knows.
  ['before', "e.state = 'ACCEPTED' returning"],
];

describe('a process that is killed with SIGKILL between upload and document', () => {
  let folder: string;
  let ged: Ged;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evidence-killed-'));
    ged = await startGed();
  });
  afterAll(async () => {
    await ged.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @returns whether it came through. */
  async function run(n: number, pattern: string, when: 'before' | 'after'): Promise<boolean> {
    const orders = {
      ...{ dir: join(folder, 'store'), ged: ged.mocks.urls.documents, pattern, when },
      reference: pattern === '' ? '' : `EVD-KILLED-${n}`,
      now: new Date(Date.parse('2026-11-20T09:00:00Z') + n * 3_600_000).toISOString(),
    };
    const child = fork(join(__dirname, 'deposit-child.ts'), [JSON.stringify(orders)], {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, NODE_OPTIONS: '' },
      silent: true,
    });
    let through = false;
    let said = '';
    child.stderr?.on('data', (piece: Buffer) => (said += piece.toString('utf8')));
    child.on('message', () => (through = true));
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([said, through ? code : signal]).toEqual(['', through ? 0 : 'SIGKILL']);
    return through;
  }

  it('leaves exactly one document, with the bytes that came, and no byte here', async () => {
    for (const [n, [when, pattern]] of DEATHS.entries()) {
      expect([pattern, await run(n, pattern, when)]).toEqual([pattern, false]);
    }
    expect(await run(DEATHS.length, '', 'before')).toBe(true);
    const store = await createPgliteStore({ dir: join(folder, 'store') });
    try {
      for (const n of DEATHS.keys()) {
        const reference = `EVD-KILLED-${n}`;
        const documents = (await ged.holds(reference)).map((content) => content.toString('utf8'));
        expect(documents).toEqual([`content of ${reference}`]);
        expect((await fileByReference(store, reference))?.state).toBe('POSTED');
      }
      expect(await store.query('select 1 from documents.evidence_content')).toEqual([]);
    } finally {
      await store.close();
    }
  }, 600_000);
});
