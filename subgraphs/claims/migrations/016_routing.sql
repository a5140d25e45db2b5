-- How pressing a claim is counts from 0 to 100 now, 100 the most; it was 1, the most, to 5.
update claims.claim set priority = (5 - least(greatest(priority, 1), 5)) * 25;
alter table claims.claim add constraint claim_priority_check check (priority between 0 and 100);
-- The day on which the answer is due, as far as the last look at the claim knew.
alter table claims.claim add column due_on date not null default 'infinity';

-- What the rules said of a claim: why its team has it, and why it is as pressing as it is.
create table claims.routing (
  claim_seq      bigint primary key references claims.claim,
  rules_version  text not null,
  -- Looked at again once the claim has another version, or the day is over.
  claim_version  integer not null,
  assessed_on    date not null,
  rule           text not null,
  queue          text not null,
  reason         text not null,
  alternatives   text[] not null,
  vulnerable     boolean,
  factors        jsonb not null
);

-- The work of a team, the most pressing first: everybody's, a branch's, a handler's.
create index claim_work on claims.claim (queue, (-priority), due_on, seq) where closed_at is null and status <> 'DRAFT';
create index claim_work_branch on claims.claim (branch, queue, (-priority), due_on, seq)
  where closed_at is null and status <> 'DRAFT';
create index claim_work_handler on claims.claim (handled_by, queue, (-priority), due_on, seq)
  where closed_at is null and status <> 'DRAFT';
