-- Claims, their timeline, their messages and the dated copies of their filing.
-- Vocabularies (status, channel …) are checked where they enter; milliseconds are as exact as instants get here.

create table claim (
  seq                 bigint generated always as identity primary key,
  number              text not null unique check (number ~ '^RC-\d{4}-\d{7,}$'),
  version             integer not null default 1 check (version > 0),
  status              text not null,
  level               text not null,
  channel             text not null,
  product             text not null,
  motive              text not null,
  capacity            text not null,
  description         text not null,
  disputed_minor      bigint check (disputed_minor > 0),
  disputed_currency   text check (disputed_currency ~ '^[A-Z]{3}$'),
  sent_at             timestamptz(3),
  received_at         timestamptz(3) not null,
  filed_at            timestamptz(3) not null,
  closed_at           timestamptz(3),
  outcome             text,
  priority            smallint not null,
  queue               text not null,
  branch              text,
  handled_by          text,
  customer_number     text not null,
  account_number      text,
  operation_reference text,
  language            text,
  check ((disputed_minor is null) = (disputed_currency is null))
);

-- Lists, newest first: a customer's, an account's, an operation's, a branch's, a handler's, a level's, everybody's.
create index claim_customer  on claim (customer_number, filed_at desc, seq desc);
create index claim_account   on claim (account_number, filed_at desc, seq desc) where account_number is not null;
create index claim_operation on claim (operation_reference, filed_at desc, seq desc) where operation_reference is not null;
create index claim_branch    on claim (branch, filed_at desc, seq desc);
create index claim_handler   on claim (handled_by, filed_at desc, seq desc) where handled_by is not null;
create index claim_level     on claim (level, filed_at desc, seq desc);
create index claim_newest    on claim (filed_at desc, seq desc);

-- What happened, oldest first; never changed, and written in the transaction that changes the claim.
create table claim_event (
  seq       bigint generated always as identity primary key,
  claim_seq bigint not null references claim,
  at        timestamptz(3) not null,
  type      text not null,
  channel   text,
  actor     text not null,
  reason    text
);
create index claim_event_timeline on claim_event (claim_seq, at, seq);

create table claim_message (
  seq       bigint generated always as identity primary key,
  claim_seq bigint not null references claim,
  at        timestamptz(3) not null,
  author    text not null check (author in ('CUSTOMER', 'BANK')),
  channel   text not null,
  text      text not null
);
create index claim_message_thread on claim_message (claim_seq, at, seq);

-- What the claimant was given on filing. sha256 is that of the text's UTF-8 bytes.
create table dated_copy (
  claim_seq bigint primary key references claim,
  reference text not null unique,
  filed_at  timestamptz(3) not null,
  sha256    text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  text      text not null
);

-- Which changes were asked for under which key; result is the number that the change gave.
create table idempotency (
  subject      text not null,
  mutation     text not null,
  key          text not null,
  request_hash text not null,
  result       jsonb,
  created_at   timestamptz(3) not null,
  primary key (subject, mutation, key)
);
create index idempotency_age on idempotency (created_at);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name;
end $$;
create trigger claim_event_unchanged before update or delete on claim_event
  for each row execute function refuse_change();
create trigger claim_message_unchanged before update or delete on claim_message
  for each row execute function refuse_change();
create trigger dated_copy_unchanged before update or delete on dated_copy
  for each row execute function refuse_change();

-- Numbers start again every year. A sequence per year, made when the year's first claim comes: filings do not wait
-- for each other, and a filing that fails leaves a gap.
create function number_sequence(year integer) returns regclass language plpgsql as $$
declare
  name text := format('claims.number_of_%s', year);
begin
  if to_regclass(name) is null then
    perform pg_advisory_xact_lock(hashtextextended('claims-hub claim numbers', year));
    execute format('create sequence if not exists %s', name);
  end if;
  return to_regclass(name);
end $$;

create function next_number(year integer) returns text language sql as $$
  select format('RC-%s-%s', year, lpad(n::text, greatest(7, length(n::text)), '0'))
    from nextval(claims.number_sequence(year)) as n;
$$;
