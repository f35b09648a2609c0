create table hinted_sample (
  id text primary key,
  version int not null default 1,
  channel text not null,
  updated_at timestamptz not null default kontor_now()
);
create index hinted_sample_by_update on hinted_sample (updated_at, id);
create trigger hinted_sample_updated before insert or update on hinted_sample
  for each row execute function note_update();
