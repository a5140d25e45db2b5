import { type AuditLogOptions, createAuditLog } from '../../../adapters/audit';
import { createCheckpointSigner, createCheckpointVerifier } from '../../../schema/audit/checkpoint';
import type { AccessRecord } from '../../../schema/audit/record';
import type { AuditLog } from '../../../schema/ports/audit';
import type { SqlStore } from '../../../schema/ports/store';
import { accessRecord, pseudonym } from '../../schema/audit/records';
import { PATIENCE_MS } from '../../harness/patience-ms';

/** The signing key of the tests, that of RFC 8037's examples: processes that share a trail share it. */
export const key = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};

/** A trail whose checkpoints are signed only when asked for, unless said otherwise. */
export function openTrail(store: SqlStore, options: Partial<AuditLogOptions> = {}): AuditLog {
  return createAuditLog({
    store,
    clock: { now: () => new Date('2026-11-20T10:00:00.000Z') },
    process: 'test',
    signer: createCheckpointSigner(key),
    verifier: createCheckpointVerifier([key]),
    checkpointMs: Number.POSITIVE_INFINITY,
    // Machines that run tests are busy; whoever tests the limit sets one.
    limitMs: PATIENCE_MS,
    retryMs: 50,
    ...options,
  });
}

/** Forgets everything that was ever recorded. */
export const wipe = (store: SqlStore): Promise<unknown> => store.query('drop schema if exists audit cascade');

/** Records of requests `name-0`, `name-1`, … */
export const requests = (name: string, count: number): AccessRecord[] =>
  Array.from({ length: count }, (_, index) => accessRecord({ requestId: `${name}-${index}` }));

/** What nobody may do, done by someone who may do everything: triggers are off meanwhile. */
export async function tamper(store: SqlStore, ...statements: readonly string[]): Promise<void> {
  const tables = ['record', 'purged', 'checkpoint', 'head'];
  const triggers = (what: 'disable' | 'enable'): string[] =>
    tables.map((table) => `alter table audit.${table} ${what} trigger user`);
  await store.transaction(async (session) => {
    for (const statement of [...triggers('disable'), ...statements, ...triggers('enable')]) {
      await session.query(statement);
    }
  });
}

/** Every request id in the trail, in its order. */
export async function requestIds(log: AuditLog): Promise<string[]> {
  const ids: string[] = [];
  for await (const { record } of log.export()) if (record.kind === 'access') ids.push(record.requestId);
  return ids;
}

/** A store that can be told to fail, or to keep everybody waiting. */
export function createMoodyStore(
  store: SqlStore,
): SqlStore & { mood: 'well' | 'down' | 'slow'; wake(): void } {
  let wake: () => void = () => undefined;
  const bear = async (): Promise<void> => {
    if (moody.mood === 'slow') await new Promise<void>((resolve) => (wake = resolve));
    if (moody.mood === 'down') throw new Error('the store is down');
  };
  const moody = {
    ...store,
    mood: 'well' as 'well' | 'down' | 'slow',
    wake: () => wake(),
    async transaction<T>(work: Parameters<typeof store.transaction<T>>[0]): Promise<T> {
      await bear();
      return store.transaction(work);
    },
    async query<Row>(...statement: Parameters<typeof store.query>) {
      await bear();
      return store.query<Row>(...statement);
    },
  };
  return moody;
}

export { accessRecord, pseudonym };
