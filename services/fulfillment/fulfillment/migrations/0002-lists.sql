-- When a fulfillment was written last; of those that are here already, now.
alter table fulfillment add column updated_at timestamptz not null default kontor_now();
create trigger fulfillment_note_update before insert or update on fulfillment
  for each row execute function note_update();
