-- Anyone may complain: a claim that concerns no customer of the bank says itself who complains and where they are reached,
-- as {name, email, address, mandate}.
alter table claims.claim
  alter column customer_number drop not null,
  add column claimant jsonb,
  -- When somebody who complained by word of mouth was invited to put it in writing (ACPR 2024-R-02, 3.1.1).
  add column formalisation_invited_at timestamptz(3),
  add constraint claim_of_somebody check (customer_number is not null or claimant is not null);
