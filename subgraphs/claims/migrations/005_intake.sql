-- What the claimant answered to the guided form: a list of {question, kind, value}, in the order of the questions.
alter table claims.claim add column intake_answers jsonb;
