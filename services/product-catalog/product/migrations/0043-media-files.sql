-- Bytes of pictures and of their sizes that lie outside of this database, in a folder or a bucket. A file
-- is written there first, at a path that no other has, and then here: nothing here is without its file.
create table media_file (
  sha256 text not null references media_object (sha256) on delete cascade,
  -- as in `media_body`
  name text not null,
  store text not null,
  path text not null unique,
  bytes int not null check (bytes > 0),
  -- since when whoever reads it finds nothing there
  missing_at timestamptz,
  primary key (sha256, name)
);
create index media_file_missing on media_file (missing_at) where missing_at is not null;
create index media_file_store on media_file (store, sha256, name);

-- Paths at which a file may lie that is no picture's: it is on its way there, or was taken away. A story
-- removes it; what is being removed is never a picture's again.
create table media_leftover (
  path text primary key,
  store text not null,
  removing boolean not null default false,
  -- whether its story was begun
  begun boolean not null default false
);
create index media_leftover_unbegun on media_leftover (path) where not begun;
create index media_leftover_store on media_leftover (store);

-- A release that does not know of files deletes pictures all the same, and their rows here with them: where
-- those files lie is not forgotten.
create function media_file_left() returns trigger language plpgsql as $$
begin
  insert into media_leftover (path, store) values (old.path, old.store) on conflict do nothing;
  return null;
end $$;
create trigger media_file_left after delete on media_file
  for each row execute function media_file_left();

-- What a folder or a bucket is known by as the shop's own: a file there says the same.
create table media_mark (
  id uuid not null default gen_random_uuid(),
  is_one boolean primary key default true check (is_one)
);
insert into media_mark default values;
