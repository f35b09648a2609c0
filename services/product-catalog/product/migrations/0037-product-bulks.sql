-- One change of many products, and what became of each.
create table product_bulk (
  id uuid primary key,
  channel text not null,
  locale text not null,
  -- null where it takes another one back
  action jsonb,
  undoes uuid unique references product_bulk (id) on delete cascade,
  actor jsonb not null,
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
create index product_bulk_created on product_bulk (channel, created_at, id);
create index product_bulk_old on product_bulk (created_at);

create table product_bulk_item (
  bulk_id uuid not null references product_bulk (id) on delete cascade,
  number int not null,
  product_id uuid not null,
  outcome text not null default 'waiting',
  code text,
  message text,
  -- what the change touches of it: as it was found, and as it was left
  before jsonb,
  after jsonb,
  primary key (bulk_id, number)
);
create index product_bulk_item_outcome on product_bulk_item (bulk_id, outcome, number);
