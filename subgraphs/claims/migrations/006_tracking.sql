-- By what a claimant follows a claim without a token: a keyed digest of the secret that was shown once, on filing.
alter table claims.claim add column tracking_digest text check (tracking_digest ~ '^[0-9a-f]{64}$');

-- Wrong guesses, by claim number and by who guesses. A fixed number of slots, so that guessing fills no table: two that
-- share a slot share a wait.
create table claims.tracking_attempt (
  kind     text not null check (kind in ('NUMBER', 'CALLER')),
  slot     integer not null check (slot between 0 and 65535),
  failures integer not null check (failures >= 0),
  last_at  timestamptz(3) not null,
  primary key (kind, slot)
);
