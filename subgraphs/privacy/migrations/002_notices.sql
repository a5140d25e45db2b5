-- When a request's clock has to be looked at next, by the rules and the extension that it was read for.
create table request_watch (
  request_seq bigint primary key references request on delete cascade,
  rules       text not null,
  extended    boolean not null,
  -- None: nothing more is told, unless it is extended.
  next_at     timestamptz(3)
);

-- What was told of a request's clock: a stage ahead of its end, or the breach. Once each, whoever looks and however often;
-- it goes with the request.
create table request_notice (
  seq         bigint generated always as identity primary key,
  request_seq bigint not null references request on delete cascade,
  stage       text not null,
  due_on      date not null,
  noticed_at  timestamptz(3) not null,
  unique (request_seq, stage, due_on)
);
create index request_notice_newest on request_notice (noticed_at desc, seq desc);
create index request_open on request (seq) where closed_at is null;
