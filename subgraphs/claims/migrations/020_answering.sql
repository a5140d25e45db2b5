-- What the claimant wants answered, point by point; settled once the answer says something about it.
create table claims.claim_point (
  seq         bigint generated always as identity primary key,
  claim_seq   bigint not null references claims.claim,
  at          timestamptz(3) not null,
  said_as     text not null,
  text        text not null,
  settlement  text,
  settled_at  timestamptz(3),
  check ((settlement is null) = (settled_at is null))
);
create index claim_point_claim on claims.claim_point (claim_seq, seq);

-- Answers: at most one of a claim is under way.
create table claims.claim_answer (
  seq              bigint generated always as identity primary key,
  claim_seq        bigint not null references claims.claim,
  state            text not null check (state in ('DRAFT', 'IN_REVIEW', 'RETURNED', 'APPROVED', 'SENT')),
  outcome          text not null,
  language         text not null,
  body             text not null,
  notices          text[] not null,
  -- Of the text that was approved: nothing else is sent.
  approved_sha256  text check (approved_sha256 ~ '^[0-9a-f]{64}$'),
  check ((state = 'APPROVED') <= (approved_sha256 is not null))
);
create unique index claim_answer_open on claims.claim_answer (claim_seq) where state <> 'SENT';
create index claim_answer_claim on claims.claim_answer (claim_seq, seq);

-- Who did what to an answer, oldest first; never changed.
create table claims.answer_step (
  seq         bigint generated always as identity primary key,
  answer_seq  bigint not null references claims.claim_answer,
  claim_seq   bigint not null references claims.claim,
  at          timestamptz(3) not null,
  step        text not null check (step in ('DRAFTED', 'REVISED', 'SUBMITTED', 'APPROVED', 'RETURNED', 'SENT')),
  -- Staff number, or the token's subject where there is none.
  done_by     text not null,
  done_as     text not null,
  remarks     text
);
create index answer_step_answer on claims.answer_step (answer_seq, seq);
create index answer_step_claim on claims.answer_step (claim_seq);
create trigger answer_step_unchanged before update or delete on claims.answer_step
  for each row execute function claims.refuse_change();

-- What left, and by which durable medium it is to reach the claimant; never changed. The text is the message's.
create table claims.sent_answer (
  answer_seq        bigint primary key references claims.claim_answer,
  claim_seq         bigint not null references claims.claim,
  message_seq       bigint not null unique references claims.claim_message,
  at                timestamptz(3) not null,
  medium            text not null check (medium in ('EMAIL', 'LETTER', 'SECURE_MESSAGE')),
  template_version  text not null,
  sha256            text not null check (sha256 ~ '^[0-9a-f]{64}$')
);
create index sent_answer_claim on claims.sent_answer (claim_seq, at);
create trigger sent_answer_unchanged before update or delete on claims.sent_answer
  for each row execute function claims.refuse_change();
