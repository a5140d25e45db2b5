-- Who handles claims, and which teams they work in.
create table claims.staff (
  staff_number text primary key check (staff_number ~ '^[A-Z][0-9]{6}$'),
  level        text not null check (level in ('ADVISER', 'COMPLAINTS_SERVICE')),
  -- Of an adviser: claims of other branches are not theirs.
  branch       text,
  queues       text[] not null
);

-- When they are away; both days included.
create table claims.absence (
  seq          bigint generated always as identity primary key,
  staff_number text not null references claims.staff,
  starts_on    date not null,
  ends_on      date not null check (ends_on >= starts_on)
);
create index absence_staff on claims.absence (staff_number, ends_on);

-- What staff write down for each other about a claim; never changed, and part of what the person concerned may read.
create table claims.internal_note (
  seq        bigint generated always as identity primary key,
  claim_seq  bigint not null references claims.claim,
  at         timestamptz(3) not null,
  -- Staff number, or the token's subject where there is none.
  author     text not null,
  text       text not null,
  -- Kinds of words of which the author was warned, and kept the note all the same.
  warnings   text[] not null
);
create index internal_note_claim on claims.internal_note (claim_seq, at, seq);
create trigger internal_note_unchanged before update or delete on claims.internal_note
  for each row execute function claims.refuse_change();
