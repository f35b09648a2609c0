-- As the platform's note_update, but to the very moment: people see tickets in this order.
create function note_moment() returns trigger language plpgsql as $$
begin
  new.updated_at := clock_timestamp() + (kontor.kontor_now() - now());
  return new;
end $$;
create trigger ticket_note_update before insert or update on ticket
  for each row execute function note_moment();
