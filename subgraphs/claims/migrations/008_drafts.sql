-- Complaints that a customer has begun and not filed. They are no claims: they have no number, no clock runs for them, and
-- nobody but the customer sees them. `content` is what the customer has filled in so far, as it was sent.
create table claims.draft (
  seq             bigint generated always as identity primary key,
  customer_number text not null,
  version         integer not null default 1 check (version > 0),
  content         jsonb not null,
  created_at      timestamptz(3) not null,
  saved_at        timestamptz(3) not null,
  -- After it, the draft is not there any more, whether it is deleted already or not.
  kept_until      timestamptz(3) not null
);
create index draft_customer on claims.draft (customer_number, saved_at desc, seq desc);
create index draft_kept_until on claims.draft (kept_until);
