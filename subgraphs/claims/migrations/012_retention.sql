-- Claims that must not be deleted, whatever their age: litigation, an inquiry.
create table legal_hold (
  seq bigint generated always as identity primary key,
  claim_seq bigint not null references claim,
  placed_at timestamptz(3) not null,
  -- The token's subject; so is `lifted_by`.
  placed_by text not null,
  reason text not null,
  lifted_at timestamptz(3),
  lifted_by text,
  lift_reason text,
  check ((lifted_at is null) = (lifted_by is null and lift_reason is null))
);
create unique index legal_hold_standing on legal_hold (claim_seq) where lifted_at is null;

-- What was granted, after its claim is gone: an amount and a day, found by the SHA-256 of the claim's number, which stands
-- on the payment order.
create table accounting_trace (
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  part bigint not null,
  amount_minor bigint not null,
  currency text not null,
  decided_on date not null,
  purge_on date not null,
  primary key (fingerprint, part)
);
create index accounting_trace_age on accounting_trace (purge_on);

-- What was deleted because its time was over: how much of what, in which transaction.
create table purge_report (
  seq bigint generated always as identity primary key,
  at timestamptz(3) not null,
  rules text not null,
  claims integer not null,
  -- Claims whose time was over and that are held.
  held integer not null,
  rows jsonb not null
);

create index claim_closed on claim (closed_at) where closed_at is not null;
