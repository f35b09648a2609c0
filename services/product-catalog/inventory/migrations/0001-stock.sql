create table location (
  id uuid primary key default uuidv7(),
  code text not null unique,
  name text not null,
  -- '*' serves every channel
  channels text[] not null default '{*}',
  priority int not null default 100,
  address jsonb,
  active boolean not null default true,
  version int not null default 1
);

-- What the catalogue announced of a SKU. Stock may arrive before the announcement does.
create table stock_sku (
  sku text primary key,
  policy text not null check (policy in ('deny', 'continue')),
  policy_override text check (policy_override in ('deny', 'continue')),
  tracked boolean not null,
  removed boolean not null default false,
  low_stock_threshold int not null default 5 check (low_stock_threshold >= 0)
);

create table stock_item (
  sku text not null,
  location_id uuid not null references location (id),
  on_hand int not null default 0,
  reserved int not null default 0,
  -- promised beyond what is on hand; never part of reserved
  backordered int not null default 0,
  received int not null default 0,
  departed int not null default 0,
  -- sum of the differences that counts have found
  corrected int not null default 0,
  -- reserved units that a count has not found: only a count may raise it
  short_units int not null default 0,
  safety_stock int not null default 0,
  version int not null default 0,
  primary key (sku, location_id),
  constraint on_hand_not_negative check (on_hand >= 0),
  constraint reserved_not_negative check (reserved >= 0 and backordered >= 0 and departed >= 0),
  constraint on_hand_is_explained check (on_hand = received + corrected - departed),
  constraint no_oversell check (departed + reserved - short_units <= received + corrected),
  constraint shortage_is_real check (short_units >= 0 and short_units <= greatest(0, reserved - on_hand)),
  constraint safety_stock_not_negative check (safety_stock >= 0)
) with (fillfactor = 60);
create index stock_item_location on stock_item (location_id, sku);

-- The ledger of what is on hand. Rows are only ever added.
create table movement (
  sequence bigint generated always as identity primary key,
  id uuid not null unique default uuidv7(),
  sku text not null,
  location_id uuid not null references location (id),
  kind text not null check (kind in ('receipt', 'departure', 'count')),
  on_hand_delta int not null check (on_hand_delta <> 0),
  on_hand_after int not null check (on_hand_after >= 0),
  reason text not null,
  reference_id uuid not null,
  actor_kind text not null,
  actor_id text not null,
  trace_id text not null,
  at timestamptz not null default kontor_now()
);
create index movement_item on movement (sku, location_id, sequence);
create index movement_reference on movement (reference_id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever added', tg_table_name;
end $$;
create trigger movement_is_append_only before update or delete on movement
  for each row execute function refuse_change();

-- Departures, releases, receipts and counts by the caller's id: doing one again changes nothing.
create table stock_document (
  kind text not null check (kind in ('departure', 'release', 'receipt', 'count')),
  id uuid not null,
  units int not null default 0,
  reply jsonb not null default '{}',
  recorded_at timestamptz not null default kontor_now(),
  primary key (kind, id)
);

create table reservation (
  id uuid primary key,
  state text not null check (state in ('active', 'confirmed', 'released', 'expired', 'departed')),
  channel text not null,
  expires_at timestamptz,
  end_reason text,
  created_at timestamptz not null default kontor_now(),
  confirmed_at timestamptz,
  ended_at timestamptz,
  constraint only_active_ones_expire check ((state = 'active') = (expires_at is not null))
);
create index reservation_expiry on reservation (expires_at) where state = 'active';

-- Units of one line at one location. Guarded by the lock of the stock item it takes from.
create table reservation_allocation (
  reservation_id uuid not null references reservation (id),
  line_id uuid not null,
  location_id uuid not null references location (id),
  sku text not null,
  -- false: the SKU was not tracked, so no stock item is touched
  tracked boolean not null,
  quantity int not null check (quantity > 0),
  backordered int not null default 0,
  departed int not null default 0,
  released int not null default 0,
  sequence bigint generated always as identity,
  primary key (reservation_id, line_id, location_id),
  constraint units_are_explained check (
    backordered >= 0 and departed >= 0 and released >= 0
    and backordered + departed + released <= quantity)
);
create index reservation_allocation_waiting on reservation_allocation (sku, location_id, sequence)
  where backordered > 0;

create table shortage (
  id uuid primary key default uuidv7(),
  sku text not null,
  location_id uuid not null references location (id),
  units int not null check (units >= 0),
  opened_at timestamptz not null default kontor_now(),
  closed_at timestamptz,
  constraint closed_ones_are_made_good check ((units = 0) = (closed_at is not null))
);
create unique index shortage_open on shortage (sku, location_id) where closed_at is null;
