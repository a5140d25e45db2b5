-- What steering counts: cells that are kept up to date as claims change, so that no report reads the claims themselves.

-- Claims of which something happened since their cells were last counted; a row per change, so that none is missed.
create table claims.steering_due (
  seq       bigint generated always as identity primary key,
  claim_seq bigint not null references claims.claim
);

create function claims.note_steering() returns trigger language plpgsql as $$
begin
  insert into claims.steering_due (claim_seq) select distinct claim_seq from changed;
  return null;
end $$;
create trigger claim_event_steering after insert on claims.claim_event
  referencing new table as changed for each statement execute function claims.note_steering();

-- What a claim counts for at present; taken away again when it changes.
create table claims.steered (
  claim_seq bigint primary key references claims.claim,
  facts     jsonb not null
);

-- How many claims of a month are of a kind. `bucket` is a duration where the measure has one: days to the answer, minutes
-- to the first reply. No claim is named here: the counts stay when claims are deleted.
create table claims.tally (
  dimension text not null,
  month     date not null,
  key       text not null,
  measure   text not null,
  bucket    integer not null,
  n         bigint not null,
  primary key (dimension, month, key, measure, bucket)
);

insert into claims.steering_due (claim_seq) select seq from claims.claim;
