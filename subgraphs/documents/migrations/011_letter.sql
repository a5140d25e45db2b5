-- Letters on their way to the document store, which they are printed and posted from: what they say, until it has them. How
-- far they are stands in the outbox, under the same reference.
create table letter (
  reference     text primary key,
  claim_number  text not null,
  pdf           bytea not null
);
create index letter_claim on letter (claim_number);
