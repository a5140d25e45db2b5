-- What was decided, on the event that decided it, and who got the claim on filing, so that a claim's state follows from
-- its timeline alone.
alter table claim_event add column outcome text, add column level text;
