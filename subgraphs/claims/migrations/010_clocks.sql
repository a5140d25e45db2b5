-- When a claim's clocks have to be looked at next, by the rules and the version of the claim that they were read for.
create table clock_watch (
  claim_seq bigint primary key references claim,
  claim_version integer not null,
  rules text not null,
  -- None: nothing is warned of, unless the claim changes.
  next_at timestamptz(3)
);

-- What was told of a clock: a stage ahead of its end, or the breach. Once each, whoever looks and however often.
create table clock_notice (
  seq bigint generated always as identity primary key,
  claim_seq bigint not null references claim,
  rule text not null,
  stage text not null,
  due_on date not null,
  due_at timestamptz(3) not null,
  noticed_at timestamptz(3) not null,
  unique (claim_seq, rule, stage, due_at)
);
create index clock_notice_newest on clock_notice (noticed_at desc, seq desc);
create trigger clock_notice_unchanged before update or delete on clock_notice
  for each row execute function refuse_change();

-- The holding reply, once per claim: why the answer takes longer, and its latest day.
create table holding_reply (
  claim_seq bigint primary key references claim,
  at timestamptz(3) not null,
  reason text not null,
  latest_on date not null
);
create trigger holding_reply_unchanged before update or delete on holding_reply
  for each row execute function refuse_change();

create index claim_running on claim (seq) where closed_at is null or status = 'AT_MEDIATOR';
