import pino from 'pino';
import type { BehaviourInput } from '../../../mocks/soap';
import type { SoapCaller } from '../../../schema/ports/soap';
import type { SqlStore } from '../../../schema/ports/store';
import { createEvidenceDelivery } from '../../../subgraphs/documents/evidence/delivery';
import { fileByReference } from '../../../subgraphs/documents/evidence/files';
import { createEvidenceIntake } from '../../../subgraphs/documents/evidence/intake';
import type { EvidencePayload } from '../../../subgraphs/documents/evidence/payload';
import { createEvidenceWork } from '../../../subgraphs/documents/evidence/work';
import { evidenceStore } from '../../../subgraphs/documents/evidence/store';
import type { OutboxTimes } from '../../../subgraphs/shared/outbox/attendant';
import { createOutbox } from '../../../subgraphs/shared/outbox/outbox';
import { createOutboxTable } from '../../../subgraphs/shared/outbox/table';
import { openTestStore } from '../../harness/test-store';
import { killable, type Kill } from '../outbox/killable';
import { createTestClock } from '../shared/subgraph-bench';
import { announced, type Ged, pieces, someText, startGed, trace } from './evidence-world';
import { PATIENCE_MS } from '../../harness/patience-ms';

const TIMES: OutboxTimes = { callMs: 2_000, settleMs: 60_000, pauseMs: 2_000, pauseMaxMs: 30_000 };

let ged: Ged;
let store: SqlStore;
beforeAll(async () => {
  ged = await startGed();
  store = await evidenceStore(openTestStore)();
});
afterEach(async () => {
  await ged.mocks.reset();
  for (const table of ['outbox', 'evidence']) await store.query(`delete from documents.${table}`);
});
afterAll(async () => {
  await ged.close();
  await store.close();
});

/** One file that is here, its clock, and processes that end at one of their steps: statements, and calls of the store. */
async function world() {
  const clock = createTestClock('2026-11-20T09:00:00.000Z');
  const content = someText(3_000);
  const { reference, token } = await announced(store, content);
  await createEvidenceIntake(async () => store, clock).receive({
    ...{ token, mediaType: undefined, sizeBytes: undefined },
    body: pieces(content),
  });
  const process = (at = Infinity, when: 'before' | 'after' = 'before') => {
    const kill: Kill = { steps: 0, dead: false };
    const mortal = killable(store, kill, at, when);
    const soap = killable<SoapCaller>(ged.soap, kill, at, when);
    const outbox = createOutbox<EvidencePayload, string>({
      table: createOutboxTable<EvidencePayload>('documents', async () => mortal),
      delivery: createEvidenceDelivery(soap, async () => store, {
        askMs: PATIENCE_MS,
        depositMs: PATIENCE_MS,
      }),
      ...{ clock, times: TIMES, random: () => 0.5 },
    });
    const work = createEvidenceWork({
      ...{ outbox, clock, scanner: undefined, unscanned: 'accept', log: pino({ enabled: false }) },
      store: async () => mortal,
    });
    return { turn: () => work.attendDue(trace), kill };
  };
  const state = async () => (await fileByReference(store, reference))?.state;
  return {
    ...{ process, content, reference, state },
    wait: (ms: number): void => clock.set(new Date(clock.now().getTime() + ms).toISOString()),
    sent: () => calls('deposerDocument'),
    async kept() {
      const rows = await store.query('select 1 from documents.evidence_content where reference = $1', [
        reference,
      ]);
      return rows.length;
    },
  };
}
const calls = (operation: string): number => ged.mocks.calls().documents.operations[operation]?.calls ?? 0;
type World = Awaited<ReturnType<typeof world>>;

async function recovered({ process, wait, state }: World): Promise<string | undefined> {
  const { turn } = process();
  for (let n = 0; n < 4; n += 1) {
    wait(TIMES.settleMs + TIMES.pauseMaxMs);
    await turn();
  }
  return state();
}

it('a file that is here is deposited with its bytes, and deleted here', async () => {
  const file = await world();
  expect([await file.state(), await file.kept()]).toEqual(['SCANNING', 1]);
  await file.process().turn();
  expect([await file.state(), await file.kept()]).toEqual(['POSTED', 0]);
  expect(await ged.holds(file.reference)).toEqual([file.content]);
});

it.each(['before', 'after'] as const)(
  'a process killed %s any step between upload and deposit: in the end the document store has the file once, and we have no byte of it',
  async (when) => {
    for (let at = 0; ; at += 1) {
      await ged.mocks.reset();
      const file = await world();
      const { turn, kill } = file.process(at, when);
      await turn().catch(() => undefined);
      if (!kill.dead) {
        expect(at).toBeGreaterThanOrEqual(10); // Every step was somebody's last.
        return;
      }
      expect([await recovered(file), await file.kept(), file.sent()]).toEqual(['POSTED', 0, 1]);
      expect(await ged.holds(file.reference)).toEqual([file.content]);
    }
  },
  600_000,
);

/** What may go wrong with a call, and what is shown meanwhile where it was the deposit that it befell. */
const BAD: readonly (readonly [BehaviourInput, string])[] = [
  [{ kind: 'held', times: 1 }, 'POSTED'],
  [{ kind: 'reset', times: 1 }, 'POSTED'],
  [{ kind: 'half', times: 1 }, 'POSTED'],
  [{ kind: 'doctype', times: 1 }, 'POSTED'],
  [{ kind: 'html', times: 1 }, 'UNKNOWN'],
  [{ kind: 'fault', times: 1 }, 'UNKNOWN'],
  [{ kind: 'code', codeRetour: '12', times: 1 }, 'UNKNOWN'],
  [{ kind: 'closed', times: 1 }, 'UNKNOWN'],
];

/** One turn, in which a call ends as it may not. */
async function badly({ process }: World, behaviour: BehaviourInput, operation: string): Promise<void> {
  await ged.mocks.behave({ documents: { ...behaviour, operation } });
  const turn = process().turn();
  if (behaviour.kind === 'held') await ged.late(() => calls(operation) === 1);
  await turn;
}

it.each(BAD)('%j at the deposit: %s, and in the end one document', async (behaviour, meanwhile) => {
  const file = await world();
  await badly(file, behaviour, 'deposerDocument');
  expect(await file.state()).toBe(meanwhile);
  expect(await recovered(file)).toBe('POSTED');
  expect(await ged.holds(file.reference)).toEqual([file.content]);
  expect(file.sent()).toBeLessThanOrEqual(2);
});

it.each(BAD)('%j at the question before it: kept, and nothing sent', async (behaviour) => {
  const file = await world();
  await badly(file, behaviour, 'rechercherDocument');
  expect([await file.state(), file.sent(), await file.kept()]).toEqual(['PENDING', 0, 1]);
  expect(await recovered(file)).toBe('POSTED');
  expect(await ged.holds(file.reference)).toEqual([file.content]);
});

it('closed for the night: asked again with growing pauses, and deposited in the morning', async () => {
  const file = await world();
  await ged.mocks.behave({ documents: { kind: 'closed' } });
  const { turn } = file.process();
  for (let minute = 0; minute < 10; minute += 1) {
    await turn();
    file.wait(60_000);
  }
  expect([await file.state(), file.sent()]).toEqual(['PENDING', 0]);
  await ged.mocks.behave({ documents: { kind: 'well' } });
  await turn();
  expect(await file.state()).toBe('POSTED');
});

it('what the document store declines is shown as failed, and its bytes stay', async () => {
  const file = await world();
  await ged.mocks.behave({ documents: { kind: 'code', codeRetour: '08', operation: 'deposerDocument' } });
  await file.process().turn();
  expect([await file.state(), await file.kept()]).toEqual(['FAILED', 1]);
  expect(await recovered(file)).toBe('FAILED');
  expect(file.sent()).toBe(1);
});

const HOUR_MS = 3_600_000;

it('what was declined is sent again half a day later, and ends as one document', async () => {
  const file = await world();
  await ged.mocks.behave({ documents: { kind: 'code', codeRetour: '08', operation: 'deposerDocument' } });
  const { turn } = file.process();
  await turn();
  file.wait(12 * HOUR_MS);
  await turn();
  expect([await file.state(), file.sent()]).toEqual(['FAILED', 2]);
  await ged.mocks.behave({ documents: { kind: 'well' } });
  file.wait(12 * HOUR_MS);
  await turn();
  expect([await file.state(), await file.kept(), file.sent()]).toEqual(['POSTED', 0, 3]);
  expect(await ged.holds(file.reference)).toEqual([file.content]);
});

it('what was declined is sent again for thirty days after it came, and stays here', async () => {
  const file = await world();
  await ged.mocks.behave({ documents: { kind: 'code', codeRetour: '08', operation: 'deposerDocument' } });
  const { turn } = file.process();
  await turn();
  file.wait(30 * 24 * HOUR_MS);
  await turn();
  expect([await file.state(), await file.kept(), file.sent()]).toEqual(['FAILED', 1, 1]);
});
