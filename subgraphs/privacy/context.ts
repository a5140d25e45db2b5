import type { MappedField } from '../../schema/contract/data-map';
import type { Clock } from '../../schema/kernel/clock';
import { NotFound } from '../../schema/kernel/errors';
import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { Json } from '../../schema/kernel/canonical-json';
import type { Policy } from '../../schema/policy/types';
import type { Eraser } from '../../schema/ports/erasure';
import type { ConsultationReader } from '../../schema/ports/audit';
import { checkIdempotencyKey, once } from '../shared/idempotency';
import type { MeteredSession, MeteredStore } from '../shared/metered-store';
import type { RowGate } from '../shared/row-gate';
import type { ClockRules } from './clock';
import { DataSubject } from './data-subject.type';
import type { NoticeSource } from './notices/notice.source';
import type { PrivacySource } from './privacy.source';

/** What this subgraph's resolvers work with, for one operation of one caller. */
export interface PrivacyContext {
  readonly operation: OperationContext;
  readonly clock: Clock;
  readonly ids: IdSealer;
  readonly policy: Policy;
  readonly rules: ClockRules;
  readonly store: MeteredStore;
  /** Resolves when a change of restrictions or objections that is committed is heeded by every process. */
  readonly heard: () => Promise<void>;
  readonly privacy: PrivacySource;
  readonly notices: NoticeSource;
  readonly erasers: readonly Eraser[];
  /** When whose data were shown; absent where nobody can tell. */
  readonly consultations: ConsultationReader | undefined;
  /** What is held about anyone, by the graph and the rules. */
  readonly dataMap: () => readonly MappedField[];
  /** Lets through what the caller may know of. */
  readonly admit: RowGate;
}

/**
 * A data subject is whoever a customer's key names. Whether the customer file still knows them is another system's to say:
 * a request may be about data that outlived it.
 *
 * @throws {NotFound} no such key, or not visible to the caller.
 */
export async function dataSubjectById(id: string, { ids, admit }: PrivacyContext): Promise<DataSubject> {
  const customerNumber = ids.open('cus', id);
  const facts =
    customerNumber === undefined
      ? undefined
      : await admit('DataSubject', { customer: customerNumber, branch: null, handler: null });
  if (customerNumber === undefined || !facts) throw new NotFound('DataSubject');
  return Object.assign(new DataSubject(), {
    facts,
    customerNumber,
    id,
    exportPath: `/privacy/export/${id}`,
  });
}

/** One change by mutation, once per key. */
interface Change<Result extends Json> {
  readonly mutation: string;
  readonly key: string;
  readonly input: Json;
  /** @returns the number of whose data were concerned. */
  readonly work: (session: MeteredSession, now: Date) => Promise<Result>;
}

/** Makes a change in a transaction: durable when the promise resolves. @throws {HubError} `IDEMPOTENCY_KEY_REUSED`. */
export function change<Result extends Json>(
  { mutation, key, input, work }: Change<Result>,
  { store, clock, operation, privacy }: PrivacyContext,
): Promise<Result> {
  checkIdempotencyKey(key);
  const now = clock.now();
  const request = {
    schema: 'privacy',
    subject: operation.caller.subject,
    mutation,
    key,
    input,
    now,
  } as const;
  return store
    .transaction((session) => once(session, request, () => work(session, now)))
    .finally(() => privacy.forget());
}
