-- A product file that the shop imports by itself: what it was told of it, and how far it is.
create table file_import (
  id uuid primary key,
  channel text not null,
  locale text not null,
  file_name text not null,
  bytes int not null check (bytes > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  stock boolean not null,
  pictures boolean not null,
  state text not null,
  problem text,
  -- who had it checked or run last: it acts with what they may
  actor jsonb,
  started_by text,
  currency text,
  lines int not null default 0,
  lines_in_all int,
  products_created int not null default 0,
  products_updated int not null default 0,
  products_unchanged int not null default 0,
  variants int not null default 0,
  quantities int not null default 0,
  movements int not null default 0,
  rejected int not null default 0,
  fitted int not null default 0,
  understood jsonb,
  version int not null default 1,
  created_at timestamptz not null default kontor_now(),
  finished_at timestamptz
);
create index file_import_created on file_import (channel, created_at, id);
create index file_import_old on file_import (created_at);

-- The file itself, read in parts.
create table file_import_part (
  import_id uuid not null references file_import (id) on delete cascade,
  at int not null,
  body bytea not null,
  primary key (import_id, at)
);
alter table file_import_part alter column body set storage external;

-- What became of products that were brought together, written with them: a run that goes on after a crash is
-- answered the same once more.
create table file_import_batch (
  import_id uuid not null references file_import (id) on delete cascade,
  key text not null,
  reply jsonb not null,
  primary key (import_id, key)
);

-- The report of the last check or run, in the order in which it was told.
create table file_import_entry (
  import_id uuid not null references file_import (id) on delete cascade,
  number int not null,
  line int not null,
  outcome text not null,
  handle text,
  sku text,
  field text,
  reason text,
  given text,
  kept text,
  message text,
  primary key (import_id, number)
);
create index file_import_entry_outcome on file_import_entry (import_id, outcome, number);
