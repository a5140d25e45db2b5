-- What is proposed to be paid for a claim. Its payment order is named after the claim and `seq`.
create table claims.redress (
  seq             bigint generated always as identity primary key,
  claim_seq       bigint not null references claims.claim,
  type            text not null,
  amount_minor    bigint not null check (amount_minor > 0),
  currency        text not null check (currency ~ '^[A-Z]{3}$'),
  grounds         text not null,
  account_number  text not null,
  state           text not null check (state in ('PROPOSED', 'APPROVED', 'REJECTED')),
  proposed_at     timestamptz(3) not null,
  -- Staff number, or the token's subject where there is none; so is `decided_by`.
  proposed_by     text not null,
  proposed_as     text not null,
  decided_at      timestamptz(3),
  decided_by      text,
  decided_as      text,
  remarks         text,
  check ((state = 'PROPOSED') = (decided_at is null and decided_by is null and decided_as is null))
);
create index redress_claim on claims.redress (claim_seq, seq);
