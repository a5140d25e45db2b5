-- Whoever is no customer is found by what they gave to be reached, for their own rights only.
create index claim_claimant_email on claims.claim (lower(claimant ->> 'email')) where claimant is not null;
-- Whose claims are kept for another time than that of customers.
create index claim_stranger on claims.claim (capacity, closed_at) where customer_number is null;
