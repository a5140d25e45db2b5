import pino from 'pino';
import { createClamdScanner } from '../../../adapters/clamd';
import type { SqlStore } from '../../../schema/ports/store';
import { fileByReference } from '../../../subgraphs/documents/evidence/files';
import { createEvidenceIntake } from '../../../subgraphs/documents/evidence/intake';
import { createEvidenceOutbox } from '../../../subgraphs/documents/evidence/outbox';
import { evidenceStore } from '../../../subgraphs/documents/evidence/store';
import { purgeEvidence } from '../../../subgraphs/documents/evidence/upkeep';
import { createEvidenceWork } from '../../../subgraphs/documents/evidence/work';
import { EICAR, type FakeClamd, startFakeClamd } from '../../adapters/clamd/fake-clamd';
import { openTestStore } from '../../harness/test-store';
import { createTestClock } from '../shared/subgraph-bench';
import { announced, type Ged, pieces, someText, startGed, trace } from './evidence-world';
import { PATIENCE_MS } from '../../harness/patience-ms';

let ged: Ged;
let clamd: FakeClamd;
let store: SqlStore;
beforeAll(async () => {
  ged = await startGed();
  clamd = await startFakeClamd();
  store = await evidenceStore(openTestStore)();
});
beforeEach(async () => {
  Object.assign(clamd, { mood: 'well', limit: 25 * 1024 * 1024 });
  await ged.mocks.reset();
});
afterAll(async () => {
  await ged.close();
  await clamd.close();
  await store.close();
});

async function uploaded(content: Buffer) {
  const clock = createTestClock('2026-11-20T09:00:00.000Z');
  const { reference, token } = await announced(store, content);
  const upload = { token, mediaType: undefined, sizeBytes: undefined, body: pieces(content) };
  await createEvidenceIntake(async () => store, clock).receive(upload);
  const open = async (): Promise<SqlStore> => store;
  const turn = (scanning: boolean, unscanned: 'accept' | 'hold') =>
    createEvidenceWork({
      ...{ clock, store: open, unscanned, log: pino({ enabled: false }) },
      outbox: createEvidenceOutbox(ged.soap, { store: open, clock, timeoutMs: PATIENCE_MS }),
      scanner: scanning
        ? createClamdScanner({ host: '127.0.0.1', port: clamd.port, timeoutMs: PATIENCE_MS })
        : undefined,
    }).attendDue(trace);
  return {
    ...{ reference, turn },
    wait: (ms: number): void => clock.set(new Date(clock.now().getTime() + ms).toISOString()),
    async is() {
      const file = await fileByReference(store, reference);
      const parts = await store.query('select 1 from documents.evidence_content where reference = $1', [
        reference,
      ]);
      return { state: file?.state, scan: file?.scan, kept: parts.length > 0 };
    },
  };
}
const sent = (): number => ged.mocks.calls().documents.operations.deposerDocument?.calls ?? 0;

it('a clean file goes on', async () => {
  const file = await uploaded(someText());
  await file.turn(true, 'hold');
  expect(await file.is()).toEqual({ state: 'POSTED', scan: 'CLEAN', kept: false });
});

it('malicious content is refused, deleted, and never sent', async () => {
  const file = await uploaded(EICAR);
  await file.turn(true, 'accept');
  file.wait(3_600_000);
  await file.turn(true, 'accept');
  expect(await file.is()).toEqual({ state: 'REFUSED', scan: 'INFECTED', kept: false });
  expect([sent(), await ged.holds(file.reference)]).toEqual([0, []]);
});

it('without a scanner a file is held, and goes on once there is one', async () => {
  const file = await uploaded(someText());
  await file.turn(false, 'hold');
  expect(await file.is()).toEqual({ state: 'NOT_SCANNED', scan: 'NOT_SCANNED', kept: true });
  expect(sent()).toBe(0);
  file.wait(3_600_000);
  await file.turn(true, 'hold');
  expect(await file.is()).toEqual({ state: 'POSTED', scan: 'CLEAN', kept: false });
});

it('what was held may turn out malicious', async () => {
  const file = await uploaded(EICAR);
  await file.turn(false, 'hold');
  file.wait(3_600_000);
  await file.turn(true, 'hold');
  expect(await file.is()).toEqual({ state: 'REFUSED', scan: 'INFECTED', kept: false });
});

it('a file that is too long for the scanner is not scanned: held, or let through by setting', async () => {
  clamd.limit = 10;
  const file = await uploaded(someText());
  await file.turn(true, 'hold');
  expect((await file.is()).state).toBe('NOT_SCANNED');
  file.wait(3_600_000);
  await file.turn(true, 'accept');
  expect(await file.is()).toEqual({ state: 'POSTED', scan: 'NOT_SCANNED', kept: false });
});

it('while the scanner fails nothing goes on, whatever the setting, and it is asked with growing pauses', async () => {
  clamd.mood = 'reset';
  const file = await uploaded(someText());
  let looked = 0;
  for (let second = 0; second < 300; second += 1) {
    looked += await file.turn(true, 'accept');
    file.wait(1_000);
  }
  expect(await file.is()).toEqual({ state: 'SCANNING', scan: null, kept: true });
  expect(looked).toBeGreaterThanOrEqual(5);
  expect(looked).toBeLessThanOrEqual(8);
  clamd.mood = 'well';
  file.wait(3_600_000);
  await file.turn(true, 'accept');
  expect((await file.is()).state).toBe('POSTED');
});

it('a purge of its claim leaves nothing of a file here', async () => {
  const file = await uploaded(someText());
  await file.turn(false, 'hold');
  expect(await purgeEvidence(store, ['RC-2026-9999999'])).toBe(0);
  expect(await purgeEvidence(store, ['RC-2026-0000001'])).toBeGreaterThanOrEqual(1);
  for (const table of ['evidence', 'evidence_content', 'outbox', 'idempotency']) {
    expect([table, await store.query(`select 1 from documents.${table}`)]).toEqual([table, []]);
  }
});
