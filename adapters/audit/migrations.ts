import { GENESIS } from '../../schema/audit/chain';
import type { Migration } from '../../schema/ports/store';

/** The owner of the trail's tables, and their PostgreSQL schema. */
export const OWNER = 'audit';

/**
 * `record.body` is what counts; `kind`, `at`, `actor`, `token` and `subjects` repeat parts of it to be searched.
 * The triggers stop mistakes. Whoever may drop a trigger is stopped by nothing here, but is found out by `verify`.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: '001_audit',
    sql: `
      create table head (
        one   boolean primary key default true check (one),
        size  bigint not null,
        hash  text not null,
        peaks text[] not null
      );
      insert into head (size, hash, peaks) values (0, '${GENESIS}', '{}');

      create table record (
        seq      bigint primary key,
        kind     text not null,
        at       timestamptz(3) not null,
        actor    text,
        token    text,
        subjects text[] not null,
        body     text not null,
        prev     text not null,
        hash     text not null
      );
      create index record_subjects on record using gin (subjects);
      create index record_actor on record (actor, at) where actor is not null;
      create index record_token on record (token, at) where token is not null;

      -- What stays of deleted records.
      create table purged (
        seq  bigint primary key,
        hash text not null
      );

      create table checkpoint (
        size      bigint not null,
        root      text not null,
        at        timestamptz(3) not null,
        key_id    text not null,
        signature text not null,
        primary key (size, key_id)
      );

      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the audit trail is append-only';
      end $$;

      create function refuse_loss() returns trigger language plpgsql as $$
      begin
        if not exists (select from audit.purged where seq = old.seq and hash = old.hash) then
          raise exception 'a record of the audit trail goes only once its hash is kept';
        end if;
        return old;
      end $$;

      create function refuse_shrinking() returns trigger language plpgsql as $$
      begin
        if new.size <= old.size then
          raise exception 'the audit trail only grows';
        end if;
        return new;
      end $$;

      create trigger append_only before update on record for each row execute function refuse_change();
      create trigger kept before delete on record for each row execute function refuse_loss();
      create trigger append_only before update or delete on purged for each row execute function refuse_change();
      create trigger append_only before update or delete on checkpoint for each row execute function refuse_change();
      create trigger grows before update on head for each row execute function refuse_shrinking();
      create trigger kept before delete on head for each row execute function refuse_change();
      create trigger whole before truncate on record execute function refuse_change();
      create trigger whole before truncate on purged execute function refuse_change();
      create trigger whole before truncate on checkpoint execute function refuse_change();
      create trigger whole before truncate on head execute function refuse_change();`,
  },
  {
    name: '002_growing',
    sql: `
      -- As before, but a function is called only where there is something to refuse.
      drop trigger grows on head;
      create trigger grows before update on head for each row when (new.size <= old.size)
        execute function refuse_shrinking();`,
  },
  {
    name: '003_append',
    sql: `
      -- The head moves from where it is thought to be, and the records are put behind it; where the head is elsewhere,
      -- nothing is done. A function, because its statements are read and planned once per connection.
      create function append(
        seqs bigint[], kinds text[], ats timestamptz[], actors text[], tokens text[], subjects_of text[],
        bodies text[], prevs text[], hashes text[],
        next_size bigint, next_hash text, next_peaks text[], old_size bigint, old_hash text
      ) returns boolean language plpgsql as $$
      begin
        update audit.head set size = next_size, hash = next_hash, peaks = next_peaks
         where size = old_size and hash = old_hash;
        if not found then
          return false;
        end if;
        insert into audit.record (seq, kind, at, actor, token, subjects, body, prev, hash)
        select e.seq, e.kind, e.at, nullif(e.actor, ''), nullif(e.token, ''), e.subjects::text[], e.body, e.prev, e.hash
          from unnest(seqs, kinds, ats, actors, tokens, subjects_of, bodies, prevs, hashes)
            as e (seq, kind, at, actor, token, subjects, body, prev, hash);
        return true;
      end $$;`,
  },
];
