import { createHash } from 'node:crypto';
import DataLoader from 'dataloader';
import { NotFound } from '../../schema/kernel/errors';
import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { RowFacts } from '../../schema/policy/row';
import { Declined, type OutboxEntry, type OutboxState } from '../shared/outbox/entry';
import type { Outbox } from '../shared/outbox/outbox';
import { traceOf } from '../shared/outbox/trace';
import type { ContactChange } from './contact-change.type';
import { CHANGED_MEANWHILE, type ContactFile } from './contact-delivery';
import { type ContactPayload, detailsOf } from './contact-payload';
import type { ContactSpelling, ContactValues } from './contact.record';
import { ContactChangeFailure, ContactChangeState, type ContactDetail } from './customer.enum';

/** What the changes of contact details go through. */
export interface ContactParts {
  readonly outbox: Outbox<ContactPayload, readonly ContactDetail[]>;
  readonly file: ContactFile;
}

/** Changes of contact details, for one operation. */
export interface ContactChanges {
  /** @returns the changes of a customer that are still kept, the oldest first. @param number `numeroTiers`. */
  of(number: string, facts: RowFacts): Promise<ContactChange[]>;
  /**
   * Has a change made, once per key of one sender.
   *
   * @throws {HubError} `IDEMPOTENCY_KEY_REUSED`, or `INVALID_STATE`: what became of another change is not known yet.
   */
  request(
    wish: { readonly number: string; readonly values: ContactValues; readonly key: string },
    facts: RowFacts,
  ): Promise<{ readonly change: ContactChange; readonly replayed: boolean }>;
}

const STATES = {
  PENDING: ContactChangeState.PENDING,
  UNKNOWN: ContactChangeState.UNKNOWN,
  DONE: ContactChangeState.POSTED,
  FAILED: ContactChangeState.FAILED,
} as const satisfies Record<OutboxState, ContactChangeState>;

/** @param source the file's public name. */
export function createContactChanges(
  { outbox, file }: ContactParts,
  operation: OperationContext,
  { ids, source }: { readonly ids: IdSealer; readonly source: 'customer-file' },
): ContactChanges {
  const trace = traceOf(operation, source);
  const kept = new DataLoader<string, readonly OutboxEntry<ContactPayload>[]>(async (numbers) => {
    const all = await operation.sources.measure('store', numbers.length, () => outbox.allOf(numbers));
    const found = Map.groupBy(all, ({ subject }) => subject);
    return numbers.map((number) => found.get(number) ?? []);
  });
  return {
    of: async (number, facts) => (await kept.load(number)).map((entry) => changeOf(entry, facts)),
    async request({ number, values, key }, facts) {
      const reference = referenceOf(operation.caller.subject, key);
      // What stands there is asked once: of a change that is here already, it is what stood there then.
      const known = await outbox.get(reference);
      const before = known ? NOT_ASKED : await file.current(number, trace).catch(gone);
      const { entry, replayed } = await outbox.submit(
        {
          reference,
          subject: number,
          payload: { number, details: detailsOf(values), values, before },
          // Sealed, so that the hash that stays tells nobody who guesses a number.
          identity: ids.seal('ctc', JSON.stringify([number, values.phone ?? null, values.email ?? null])),
        },
        trace,
      );
      return { change: changeOf(entry, facts), replayed };
    },
  };
}

/** What a row says of this is what it said when it was made. */
const NOT_ASKED: ContactSpelling = { phone: '', email: '' };

const gone = (error: unknown): never => {
  throw error instanceof Declined ? new NotFound('Customer') : error;
};

/** Keys of two senders never meet. */
const referenceOf = (subject: string, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([subject, key]))
    .digest('base64url');

function changeOf(
  { createdAt, state, payload, result, failure }: OutboxEntry<ContactPayload>,
  facts: RowFacts,
): ContactChange {
  return {
    requestedAt: createdAt,
    details: state === 'DONE' ? (result as readonly ContactDetail[]) : payload.details,
    state: STATES[state],
    failure:
      failure === undefined
        ? null
        : failure === CHANGED_MEANWHILE
          ? ContactChangeFailure.CHANGED_MEANWHILE
          : ContactChangeFailure.DECLINED,
    facts,
  };
}
