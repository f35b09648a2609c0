-- What staff sort orders by.
alter table orders add column tags text[] not null default '{}';

-- One thing done to many orders, and what became of each.
create table order_bulk (
  id uuid primary key,
  -- of which channels its orders are: who may not act in all of them does not see it
  channels text[] not null,
  -- null where it takes another one back
  action jsonb,
  undoes uuid unique references order_bulk (id) on delete cascade,
  actor jsonb not null,
  -- whether who began it had shown lately that it is them
  is_proven boolean not null,
  started_by text not null,
  state text not null,
  total int not null,
  changed int not null default 0,
  unchanged int not null default 0,
  refused int not null default 0,
  version int not null default 1,
  created_at timestamptz not null default kontor_now(),
  finished_at timestamptz
);
create index order_bulk_created on order_bulk (created_at, id);

create table order_bulk_item (
  bulk_id uuid not null references order_bulk (id) on delete cascade,
  number int not null,
  order_id uuid not null references orders (id),
  outcome text not null default 'waiting',
  code text,
  message text,
  -- another service was asked: what became of it is told, also where the bulk was stopped since
  asked boolean not null default false,
  -- how often it broke off without a word
  tries int not null default 0,
  -- tags as they were found, and as they were left
  before text[],
  after text[],
  primary key (bulk_id, number)
);
create index order_bulk_item_waiting on order_bulk_item (bulk_id, tries, number) where outcome = 'waiting';
create index order_bulk_item_outcome on order_bulk_item (bulk_id, outcome, number);
