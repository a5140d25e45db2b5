-- Claims about which the rules were to be asked and could not be, or not to the end: noted before the ledger is asked, so
-- that whoever dies while asking leaves a claim that is asked about again.
create table claims.automation_try (
  claim_seq     bigint primary key references claims.claim,
  rules_version text not null,
  -- How often the ledger was asked; hours in which it is closed do not count.
  tries         integer not null check (tries >= 0),
  tried_at      timestamptz(3) not null,
  -- None: not again.
  next_at       timestamptz(3),
  -- Whether it is of the kind that rules look at; none: the ledger has not told yet.
  eligible      boolean
);
create index automation_try_next on claims.automation_try (next_at) where next_at is not null;
create index claim_just_filed on claims.claim (seq) where status = 'FILED' and version = 1;
