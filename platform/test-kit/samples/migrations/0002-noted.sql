create table noted (
  id text primary key,
  version int not null default 1,
  channel text not null,
  updated_at timestamptz not null default kontor_now()
);
create index noted_by_update on noted (updated_at, id);
create trigger noted_updated before insert or update on noted
  for each row execute function note_update();
