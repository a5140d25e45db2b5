-- How answers reach their claimants: written in the transaction that sends the answer, and kept until it is known what became
-- of it. No address stands here: it is read when it is needed. Of an answer the last row counts; another one is written where
-- somebody chose another medium.
create table claims.answer_delivery (
  seq          bigint generated always as identity primary key,
  answer_seq   bigint not null references claims.sent_answer,
  claim_seq    bigint not null references claims.claim,
  medium       text not null check (medium in ('EMAIL', 'LETTER', 'SECURE_MESSAGE')),
  status       text not null check (status in ('PENDING', 'UNKNOWN', 'HANDED_OVER', 'FAILED')),
  reason       text,
  created_at   timestamptz(3) not null,
  -- Since when the status is what it is.
  at           timestamptz(3) not null,
  -- How often it was handed over.
  attempts     integer not null default 0,
  due_at       timestamptz(3) not null,
  lease_by     text,
  lease_until  timestamptz(3),
  check ((status = 'FAILED') = (reason is not null))
);
create index answer_delivery_claim on claims.answer_delivery (claim_seq, seq);
create unique index answer_delivery_open on claims.answer_delivery (answer_seq) where status in ('PENDING', 'UNKNOWN');
create index answer_delivery_due on claims.answer_delivery (medium, due_at) where status in ('PENDING', 'UNKNOWN');
create index answer_delivery_failed on claims.answer_delivery (claim_seq, answer_seq) where status = 'FAILED';
