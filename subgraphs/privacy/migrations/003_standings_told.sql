-- Whoever keeps in mind what is in force hears of each change once it is committed.
create function standing_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('privacy_standing', '');
  return null;
end $$;
create trigger told after insert or update or delete or truncate on restriction
  for each statement execute function standing_changed();
create trigger told after insert or update or delete or truncate on objection
  for each statement execute function standing_changed();
