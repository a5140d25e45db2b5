-- Processes that keep in mind what is in force ask whether it has changed. The version is a row, not a sequence: it is
-- seen together with the change, and not before.
create table standing_version (
  one     boolean primary key default true check (one),
  version bigint not null
);
insert into standing_version (version) values (0);

create or replace function standing_changed() returns trigger language plpgsql as $$
begin
  update privacy.standing_version set version = version + 1;
  perform pg_notify('privacy_standing', '');
  return null;
end $$;
