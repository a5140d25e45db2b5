-- Rows are still never changed; they go with their claim once its time is over and the person asks to be forgotten.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('claims.erasing', true) = 'on' then
    return old;
  end if;
  raise exception 'rows of % are never changed', tg_table_name;
end $$;
