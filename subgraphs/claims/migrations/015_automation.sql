-- What the rules for simple claims said of a claim, once: a grant, or nothing, and what rules in shadow mode would have
-- granted. Evidence is a list of the ledger's operations: role, reference, day, cents.
create table claims.automation (
  claim_seq        bigint primary key references claims.claim,
  at               timestamptz(3) not null,
  rules_version    text not null,
  decision         text not null check (decision in ('GRANTED', 'NONE')),
  rule             text,
  legal_reference  text,
  amount_minor     bigint check (amount_minor > 0),
  evidence         jsonb not null,
  shadow_rule      text,
  shadow_minor     bigint check (shadow_minor > 0),
  shadow_evidence  jsonb not null,
  check ((decision = 'GRANTED') = (rule is not null and amount_minor is not null)),
  check ((shadow_rule is null) = (shadow_minor is null))
);

-- A fee is given back by rules once, whichever claims are about it.
create table claims.automation_refund (
  operation_reference text primary key,
  claim_seq           bigint not null references claims.claim,
  amount_minor        bigint not null check (amount_minor > 0)
);
create index automation_refund_claim on claims.automation_refund (claim_seq);
