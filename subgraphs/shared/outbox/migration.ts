import type { Migration } from '../../../schema/ports/store';

/** Whose changes are kept: a PostgreSQL schema each. */
export type OutboxOwner = 'payments' | 'customers' | 'documents';

/** Of one thing no second change is taken while what became of the first is not known. */
const ONE_AT_A_TIME: readonly OutboxOwner[] = ['customers'];

/**
 * The outbox's table. A row is written before anything is sent, and marked as sent before it is: whatever ends the
 * process in between, the row tells at least as much as has happened.
 */
export const outboxMigrations = (owner: OutboxOwner): readonly Migration[] => [
  {
    name: '001_outbox',
    sql: `
      create table ${owner}.outbox (
        reference    text primary key,
        subject      text not null,
        request_hash text not null,
        payload      jsonb not null,
        state        text not null check (state in ('PENDING', 'UNKNOWN', 'DONE', 'FAILED')),
        attempts     integer not null default 0,
        created_at   timestamptz not null,
        sent_at      timestamptz,
        due_at       timestamptz not null,
        lease_by     text,
        lease_until  timestamptz,
        result       jsonb,
        failure      text
      );
      create index outbox_due on ${owner}.outbox (due_at) where state in ('PENDING', 'UNKNOWN');
      create index outbox_subject on ${owner}.outbox (subject);
    `,
  },
  {
    name: '002_settled_at',
    sql: `
      alter table ${owner}.outbox add column settled_at timestamptz;
      update ${owner}.outbox set settled_at = coalesce(sent_at, created_at) where state in ('DONE', 'FAILED');
      create index outbox_settled on ${owner}.outbox (settled_at) where settled_at is not null;
    `,
  },
  ...(ONE_AT_A_TIME.includes(owner) ? [oneAtATime(owner)] : []),
];

const oneAtATime = (owner: OutboxOwner): Migration => ({
  name: '003_one_at_a_time',
  sql: `create unique index outbox_one_open on ${owner}.outbox (subject) where state in ('PENDING', 'UNKNOWN')`,
});
