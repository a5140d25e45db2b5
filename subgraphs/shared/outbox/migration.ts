import type { Migration } from '../../../schema/ports/store';

/** Whose changes are kept: a PostgreSQL schema each. */
export type OutboxOwner = 'payments' | 'customers' | 'documents';

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
];
