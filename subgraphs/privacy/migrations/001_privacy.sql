-- Requests of data subjects, restrictions and objections, and what became of erasures. Kept as proof (art. 5(2) GDPR).
-- Vocabularies are checked where they enter.

create table request (
  seq              bigint generated always as identity primary key,
  customer_number  text not null,
  kind             text not null,
  received_at      timestamptz(3) not null,
  recorded_at      timestamptz(3) not null,
  extended_at      timestamptz(3),
  extension_reason text,
  closed_at        timestamptz(3),
  outcome          text,
  outcome_reason   text,
  check ((extended_at is null) = (extension_reason is null)),
  check ((closed_at is null) = (outcome is null))
);
create index request_customer on request (customer_number, received_at, seq);

-- In force from starts_at on, and before ends_at.
create table restriction (
  seq             bigint generated always as identity primary key,
  customer_number text not null,
  ground          text not null,
  reason          text not null,
  starts_at       timestamptz(3) not null,
  ends_at         timestamptz(3),
  recorded_at     timestamptz(3) not null,
  end_reason      text,
  check (ends_at >= starts_at)
);
create index restriction_customer on restriction (customer_number, starts_at, seq);

create table objection (
  seq             bigint generated always as identity primary key,
  customer_number text not null,
  purpose         text not null,
  reason          text not null,
  starts_at       timestamptz(3) not null,
  ends_at         timestamptz(3),
  recorded_at     timestamptz(3) not null,
  end_reason      text,
  check (ends_at >= starts_at)
);
create index objection_customer on objection (customer_number, starts_at, seq);

-- The state of each system, once erasure was asked for.
create table erasure (
  customer_number text not null,
  system          text not null,
  status          text not null,
  until           date,
  reason          text not null,
  asked_at        timestamptz(3) not null,
  changed_at      timestamptz(3) not null,
  primary key (customer_number, system)
);

-- Which changes were asked for under which key; result is the number of what was changed.
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
