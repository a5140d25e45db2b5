import pino from 'pino';
import { createPgliteStore } from '../../../adapters/postgres';
import type { SqlStore, StoreSession } from '../../../schema/ports/store';
import { createEvidenceIntake } from '../../../subgraphs/documents/evidence/intake';
import { createEvidenceOutbox } from '../../../subgraphs/documents/evidence/outbox';
import { evidenceStore } from '../../../subgraphs/documents/evidence/store';
import { createEvidenceWork } from '../../../subgraphs/documents/evidence/work';
import { createTestClock } from '../shared/subgraph-bench';
import { announced, connectGed, pieces, trace } from './evidence-world';
import { PATIENCE_MS } from '../../harness/patience-ms';

/** Where this process dies: before or after a statement or a call that the pattern fits; nowhere where it is empty. */
interface Orders {
  readonly dir: string;
  readonly ged: string;
  readonly reference: string;
  readonly pattern: string;
  readonly when: 'before' | 'after';
  /** The hour at which it lives. */
  readonly now: string;
}

/**
 * Run as a process of its own: goes on with what earlier ones left, then takes a file, until it kills itself as it was told
 * to, or says that it is through.
 */
async function deposit({ dir, ged, reference, pattern, when, now }: Orders): Promise<void> {
  const clock = createTestClock(now);
  const store = await evidenceStore(() => createPgliteStore({ dir }))();
  const soap = await connectGed(ged);
  let armed = false;
  const dying = async <T>(what: string, step: () => Promise<T>): Promise<T> => {
    const dies = armed && pattern !== '' && what.includes(pattern);
    if (dies && when === 'before') process.kill(process.pid, 'SIGKILL');
    const done = await step();
    if (dies) process.kill(process.pid, 'SIGKILL');
    return done;
  };
  const mortal = (session: StoreSession): StoreSession => ({
    query: (text, values) => dying(text, () => session.query(text, values)),
  });
  const mortalStore: SqlStore = {
    ...store,
    ...mortal(store),
    transaction: (work) => store.transaction((session) => work(mortal(session))),
  };
  const mortalSoap: typeof soap = { ...soap, call: (call) => dying(call.operation, () => soap.call(call)) };
  const opened = async (): Promise<SqlStore> => mortalStore;
  const work = createEvidenceWork({
    ...{ clock, store: opened, scanner: undefined, unscanned: 'accept', log: pino({ enabled: false }) },
    outbox: createEvidenceOutbox(mortalSoap, { store: opened, clock, timeoutMs: PATIENCE_MS }),
  });
  await work.attendDue(trace);
  if (reference !== '') {
    const content = Buffer.from(`content of ${reference}`);
    const expiresAt = new Date(clock.now().getTime() + 60_000);
    const { token } = await announced(store, content, { reference, expiresAt });
    const upload = { token, mediaType: undefined, sizeBytes: undefined, body: pieces(content) };
    await createEvidenceIntake(opened, clock).receive(upload);
    armed = true;
    await work.attendDue(trace);
  }
  process.send?.({ through: true });
  await soap.close();
  await store.close();
}

void deposit(JSON.parse(process.argv[2] ?? '{}') as Orders);
