-- A claim's way through the banking mediator: once per claim.
create table mediation (
  claim_seq bigint primary key references claim,
  referred_at timestamptz(3) not null,
  -- Both parties, the claimant and the bank, were told that the mediator has it: the opinion's time counts from here.
  notified_at timestamptz(3),
  opinion_at timestamptz(3) check (notified_at is not null or opinion_at is null),
  opinion text check ((opinion is null) = (opinion_at is null)),
  followed_up_at timestamptz(3) check (opinion_at is not null or followed_up_at is null),
  bank_follows boolean check ((bank_follows is null) = (followed_up_at is null)),
  follow_up_reason text
);
