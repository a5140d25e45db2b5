-- Satisfaction surveys: an invitation, and its answer once it is given.

create table survey (
  seq             bigint generated always as identity primary key,
  id              text not null unique,
  claim_number    text not null,
  customer_number text not null,
  branch          text,
  -- An invitation that ran out stays INVITED here; expires_at tells.
  status          text not null check (status in ('INVITED', 'ANSWERED', 'EXPIRED')),
  invited_at      timestamptz(3) not null,
  answered_at     timestamptz(3),
  expires_at      timestamptz(3) not null,
  nps             smallint check (nps between 0 and 10),
  csat            smallint check (csat between 1 and 5),
  ces             smallint check (ces between 1 and 7),
  comment         text,
  check ((status = 'ANSWERED') = (answered_at is not null))
);

-- One open invitation per claim, however often it is asked for.
create unique index survey_open on survey (claim_number) where status = 'INVITED';
create index survey_claim    on survey (claim_number, invited_at desc, seq desc);
create index survey_customer on survey (customer_number, invited_at desc, seq desc);
create index survey_branch   on survey (branch, invited_at desc, seq desc);
create index survey_newest   on survey (invited_at desc, seq desc);

-- Which changes were asked for under which key; result is the survey that was answered.
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
