-- Whom customers gave a mandate: an application of another company may ask for what the mandate covers, while it lasts.
-- A token that speaks of a mandate is no proof of it; this is.
create table claims.mandate (
  seq bigint generated always as identity primary key,
  client_id text not null check (client_id <> ''),
  customer_number text not null check (customer_number ~ '^[0-9]{12}$'),
  -- Without one, it covers all that is the customer's.
  claim_number text,
  starts_at timestamptz not null,
  ends_at timestamptz check (ends_at > starts_at)
);
create index mandate_customer on claims.mandate (customer_number);
