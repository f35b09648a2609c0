-- A picture that the shop keeps, by the hash of its bytes as they are kept: upright, and without what
-- cameras and programs write beside the picture.
create table media_object (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  -- places it in lists
  id uuid not null unique default uuidv7(),
  type text not null,
  bytes int not null check (bytes > 0),
  width int not null check (width > 0),
  height int not null check (height > 0),
  -- what has to be seen where it is cut, in percent
  focal_x int check (focal_x between 0 and 100),
  focal_y int check (focal_y between 0 and 100),
  -- in which it was uploaded first
  channel text not null,
  version int not null default 1,
  created_at timestamptz not null default kontor_now(),
  constraint focal_has_both check ((focal_x is null) = (focal_y is null))
);
create index media_object_created on media_object (created_at, id);

create table media_alt (
  sha256 text not null references media_object (sha256) on delete cascade,
  locale text not null,
  text text not null,
  primary key (sha256, locale)
);

-- What was uploaded, by its own hash, and what became of it: the same file is the same picture.
create table media_source (
  source_sha256 text primary key,
  sha256 text not null references media_object (sha256) on delete cascade
);
create index media_source_object on media_source (sha256);

-- Bytes of pictures and of their sizes, where the database keeps them; `name` is as in its address. Read in
-- parts, and packed already: kept beside the row as they are.
create table media_body (
  sha256 text not null references media_object (sha256) on delete cascade,
  name text not null,
  body bytea not null,
  primary key (sha256, name)
);
alter table media_body alter column body set storage external;

-- What is on its way, and what was sent and is no picture: kept aside for some days, to be looked at.
create table media_upload (
  channel text not null,
  sha256 text not null,
  bytes int not null,
  problem text,
  created_at timestamptz not null default kontor_now(),
  primary key (channel, sha256)
);
create index media_upload_created on media_upload (created_at);
create table media_upload_part (
  channel text not null,
  sha256 text not null,
  at int not null,
  body bytea not null,
  primary key (channel, sha256, at),
  foreign key (channel, sha256) references media_upload (channel, sha256) on delete cascade
);
alter table media_upload_part alter column body set storage external;

-- The picture that an address leads to; null where it is none of the shop's own.
create function media_sha256(url text) returns text language sql immutable strict parallel safe
  return substring(url from '^/media/([0-9a-f]{64})/');
