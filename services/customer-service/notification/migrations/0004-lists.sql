-- When a message was written last; of those that are here already, now.
alter table message add column updated_at timestamptz not null default kontor_now();
create trigger message_note_update before insert or update on message
  for each row execute function note_update();
