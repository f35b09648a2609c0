-- applied 0000-platform
-- What every service's schema holds beside its own tables.

create table outbox (
  id uuid primary key,
  sequence bigint generated always as identity,
  type text not null,
  schema_version int not null,
  aggregate_id text not null,
  aggregate_version int not null,
  channel text not null,
  locale text not null,
  actor jsonb not null,
  traceparent text not null,
  occurred_at timestamptz not null default kontor_now(),
  data jsonb not null,
  -- consumers that have not yet had it
  pending text[] not null,
  unique (type, aggregate_id, aggregate_version)
);
create index outbox_pending on outbox (sequence) where pending <> '{}';

-- Only deliveries that failed have a row: attempts, when to try again, and why it is dead.
create table outbox_failure (
  event_id uuid not null references outbox (id) on delete cascade,
  consumer text not null,
  attempts int not null,
  next_attempt_at timestamptz not null,
  last_error text not null,
  dead_at timestamptz,
  primary key (event_id, consumer)
);

create table inbox (
  event_id uuid primary key,
  sequence bigint generated always as identity,
  type text not null,
  aggregate_id text not null,
  aggregate_version int not null,
  received_at timestamptz not null default kontor_now()
);

create table idempotency (
  actor_scope text not null,
  operation text not null,
  key text not null,
  body_hash text not null,
  -- json, not jsonb: a reply is told again to the letter
  reply json not null,
  created_at timestamptz not null default kontor_now(),
  constraint idempotency_pkey primary key (actor_scope, operation, key)
);
create index idempotency_age on idempotency (created_at);

-- Long stories at rest: any process can pick up any open one.
create table story (
  name text not null,
  id text not null,
  state text not null default 'open' check (state in ('open', 'finished', 'held')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  channel text not null,
  locale text not null,
  traceparent text not null,
  created_at timestamptz not null default kontor_now(),
  finished_at timestamptz,
  primary key (name, id)
);
create index story_open on story (next_attempt_at) where state = 'open';

create table audit_entry (
  id uuid primary key,
  at timestamptz not null default kontor_now(),
  actor_kind text not null,
  actor_id text not null,
  operation text not null,
  subject text,
  detail jsonb not null,
  trace_id text not null
);
create index audit_entry_subject on audit_entry (subject, at);

-- applied 0000-platform-held-events
-- Events that a broker brought and that cannot be taken yet: what came before is missing, or the
-- reaction failed. Those with dead_at wait for a person: kontor dead-letters list.
create table inbox_held (
  event_id uuid primary key,
  sequence bigint generated always as identity,
  type text not null,
  aggregate_id text not null,
  aggregate_version int not null,
  -- the event of the same aggregate that must be in the inbox first
  previous_id uuid,
  event jsonb not null,
  attempts int not null default 0,
  held_at timestamptz not null default kontor_now(),
  next_attempt_at timestamptz not null,
  last_error text not null,
  dead_at timestamptz
);
create index inbox_held_due on inbox_held (next_attempt_at) where dead_at is null;

-- The broker as last seen. Another server, or the same one started again, may have lost its last
-- moments; a stream that was made at another time has lost everything.
create table broker_seen (
  one boolean primary key default true check (one),
  server_id text not null,
  stream_made_at timestamptz not null
);

-- applied 0001-stock
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

-- rows
insert into "inventory"."audit_entry" (id, at, actor_kind, actor_id, operation, subject, detail, trace_id) overriding system value
select id, at, actor_kind, actor_id, operation, subject, detail, trace_id from json_populate_recordset(null::"inventory"."audit_entry", '[
{"id":"01a214cc-3d00-7686-8fc5-1ef7a63e5f24","at":"2026-11-25T22:20:58.983048+00:00","actor_kind":"api_key","actor_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","operation":"count_stock","subject":"count ce77ca63-efff-8901-928b-8a7f7a2ebb5c","detail":{"after": {"lines": [{"sku": "MUG-1", "quantity": 500}, {"sku": "COAT-M", "quantity": 500}, {"sku": "COAT-L", "quantity": 3}]}},"trace_id":"f8422d5eabe2ca96c0b727d7889b2980"}
]');
insert into "inventory"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"inventory"."inbox", '[
{"event_id":"01a214cc-3c7c-77b9-ab1d-54077bac400e","sequence":1,"type":"product.variants_changed","aggregate_id":"01a214cc-3c26-7154-89ed-46eb608c72b1","aggregate_version":1,"received_at":"2026-11-25T22:20:58.917743+00:00"},
{"event_id":"01a214cc-3c7c-7563-9a45-ebc479eb979a","sequence":2,"type":"product.variants_changed","aggregate_id":"01a214cc-3c26-7f50-b9ca-e3cc83db17d6","aggregate_version":1,"received_at":"2026-11-25T22:20:58.917743+00:00"}
]');
insert into "inventory"."location" (id, code, name, channels, priority, address, active, version) overriding system value
select id, code, name, channels, priority, address, active, version from json_populate_recordset(null::"inventory"."location", '[
{"id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","code":"main","name":"Kontor Demo Store","channels":["*"],"priority":100,"address":{"city": "Hamburg", "name": "Kontor Demo Store", "phone": "+494012345678", "street": "Alter Wandrahm 1", "company": "Kontor Demo Store GmbH", "postalCode": "20457", "countryCode": "DE"},"active":true,"version":1}
]');
insert into "inventory"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"inventory"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.713735+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:48.031839+00:00"},
{"name":"0001-stock","checksum":"OWaOMVzAFqrrvodR67NoBs8k8ClDTpgSR-fYOJAkAoE","applied_at":"2026-11-25T22:20:48.172895+00:00"}
]');
insert into "inventory"."movement" (sequence, id, sku, location_id, kind, on_hand_delta, on_hand_after, reason, reference_id, actor_kind, actor_id, trace_id, at) overriding system value
select sequence, id, sku, location_id, kind, on_hand_delta, on_hand_after, reason, reference_id, actor_kind, actor_id, trace_id, at from json_populate_recordset(null::"inventory"."movement", '[
{"sequence":1,"id":"01a214cc-3d06-7eb2-b687-10612adc8d41","sku":"MUG-1","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","kind":"count","on_hand_delta":500,"on_hand_after":500,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","trace_id":"f8422d5eabe2ca96c0b727d7889b2980","at":"2026-11-25T22:20:58.983048+00:00"},
{"sequence":2,"id":"01a214cc-3d09-7f03-96f2-fee5c8a21a90","sku":"COAT-M","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","kind":"count","on_hand_delta":500,"on_hand_after":500,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","trace_id":"f8422d5eabe2ca96c0b727d7889b2980","at":"2026-11-25T22:20:58.983048+00:00"},
{"sequence":3,"id":"01a214cc-3d0a-7058-b6e7-333e7db16e0a","sku":"COAT-L","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","kind":"count","on_hand_delta":3,"on_hand_after":3,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","trace_id":"f8422d5eabe2ca96c0b727d7889b2980","at":"2026-11-25T22:20:58.983048+00:00"},
{"sequence":4,"id":"01a214cc-4a52-7a37-9f0d-980046bdd7c4","sku":"COAT-M","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","kind":"departure","on_hand_delta":-1,"on_hand_after":499,"reason":"departure","reference_id":"01a214cc-4792-82a1-b3e5-4b630ef84988","actor_kind":"system","actor_id":"fulfillment","trace_id":"b5068eaf7d2fbb242c4b01b90dbff79b","at":"2026-11-25T22:21:02.401746+00:00"}
]');
insert into "inventory"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"inventory"."outbox", '[
{"id":"01a214cc-3d00-761e-878a-2015190d15d2","sequence":1,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214cc-3cff-7036-99ce-3159423cb982","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "01a214cc-2cca-792d-821d-e8c253c9cec4", "kind": "api_key", "channels": "*", "permissions": ["catalog:read", "catalog:write", "inventory:read", "inventory:write", "orders:read", "orders:write", "orders:refund", "fulfillment:read", "fulfillment:write", "customers:read", "customers:write", "support:read", "support:write", "notifications:read", "notifications:write", "settings:read", "settings:write", "staff:manage", "audit:read"]},"traceparent":"00-f8422d5eabe2ca96c0b727d7889b2980-e2d420e3734ed64b-01","occurred_at":"2026-11-25T22:20:58.983048+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 1, "channels": ["*"], "available": 500, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}, {"sku": "COAT-M", "policy": "deny", "version": 1, "channels": ["*"], "available": 500, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}, {"sku": "COAT-L", "policy": "continue", "version": 1, "channels": ["*"], "available": 3, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}]},"pending":[]},
{"id":"01a214cc-411c-7c30-957b-84104f5ee1a2","sequence":2,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214cc-411c-7c46-ae5b-24235cc48631","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-ee8c8e8d56f2bdb7eab2bcc60fa34986-3ead6a09998e7190-01","occurred_at":"2026-11-25T22:21:00.054775+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 2, "channels": ["*"], "available": 499, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}]},"pending":[]},
{"id":"01a214cc-45aa-7a20-bc9f-fa26a94d5602","sequence":3,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214cc-45aa-7a7d-831b-387359ac17dc","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-efd820dd080a19e310ffb06feb00dee9-8c71bb2c77a22342-01","occurred_at":"2026-11-25T22:21:01.22282+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 3, "channels": ["*"], "available": 498, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}]},"pending":[]},
{"id":"01a214cc-47aa-7a3a-b174-8ce14e591c48","sequence":4,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214cc-47aa-7204-ad42-a2e8339d01d0","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-c78bcfc7b5f137c8a8c3414ce7917eb2-e377c43ba2850857-01","occurred_at":"2026-11-25T22:21:01.730423+00:00","data":{"items": [{"sku": "COAT-M", "policy": "deny", "version": 2, "channels": ["*"], "available": 498, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}]},"pending":[]},
{"id":"01a214cc-4be8-70d1-ba22-ee3cb5fa7523","sequence":5,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214cc-4be8-70a4-a2b3-61e67ecb7dfd","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-614054456f9061cb0811d2c7063de215-a04887c605de8f66-01","occurred_at":"2026-11-25T22:21:02.823356+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 4, "channels": ["*"], "available": 497, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}]},"pending":[]},
{"id":"01a214cc-51ee-72ea-a633-03996eacf4db","sequence":6,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214cc-51ee-711a-b3ad-89590b16770b","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-27e84a3b69427719c6b936cbd3257d55-ef87d1e244048434-01","occurred_at":"2026-11-25T22:21:04.341203+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 5, "channels": ["*"], "available": 496, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}]},"pending":[]},
{"id":"01a214cc-5506-7286-b155-04b4fce32478","sequence":7,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214cc-5506-7940-8c1e-8eaf0f2253ef","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-7a00821d2d0b6656480eed441e85c6d0-085029d634dca7f3-01","occurred_at":"2026-11-25T22:21:05.151811+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 6, "channels": ["*"], "available": 495, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}]},"pending":[]},
{"id":"01a214cc-5ec5-74b6-be36-e78048e52098","sequence":8,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214cc-5ec4-7be1-a401-b07d842f058b","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-5327b92534d8b0b381f9bb17c41e2d3b-bf240e15b691a692-01","occurred_at":"2026-11-25T22:21:07.65225+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 7, "channels": ["*"], "available": 494, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}]},"pending":[]},
{"id":"01a214cc-5f81-7029-8579-cf54380ff237","sequence":9,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214cc-5f81-7b3b-965a-71541b5f3570","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-3a65c99beeefea3763645310164fc292-abad8be54cef5d53-01","occurred_at":"2026-11-25T22:21:07.840663+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 8, "channels": ["*"], "available": 493, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}]},"pending":[]},
{"id":"01a214cc-6087-7354-bdb8-45759d7f3ff5","sequence":10,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214cc-6087-7288-ab98-d6fb32d8933e","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-6c7d6d4048780ad73541424c674a507c-879d04e12afe027c-01","occurred_at":"2026-11-25T22:21:08.092861+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 9, "channels": ["*"], "available": 492, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}]},"pending":[]}
]');
insert into "inventory"."reservation" (id, state, channel, expires_at, end_reason, created_at, confirmed_at, ended_at) overriding system value
select id, state, channel, expires_at, end_reason, created_at, confirmed_at, ended_at from json_populate_recordset(null::"inventory"."reservation", '[
{"id":"01a214cc-3f5b-7eb1-a65a-3792ddc62003","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:21:00.054775+00:00","confirmed_at":"2026-11-25T22:21:00.16872+00:00","ended_at":null},
{"id":"01a214cc-4517-7675-af9f-d4a9fab56b65","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:21:01.22282+00:00","confirmed_at":"2026-11-25T22:21:01.24893+00:00","ended_at":null},
{"id":"01a214cc-46ff-745b-a2fe-a2f7e562d5ca","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:21:01.730423+00:00","confirmed_at":"2026-11-25T22:21:01.761898+00:00","ended_at":null},
{"id":"01a214cc-4b46-7253-93c8-68d358c9ff1e","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:21:02.823356+00:00","confirmed_at":"2026-11-25T22:21:02.885246+00:00","ended_at":null},
{"id":"01a214cc-4ed2-7ca2-90c2-5794b1d7560c","state":"active","channel":"default","expires_at":"2026-11-25T22:33:04.398+00:00","end_reason":null,"created_at":"2026-11-25T22:21:04.341203+00:00","confirmed_at":null,"ended_at":null},
{"id":"01a214cc-548e-7cb6-8d45-1b6f89bc916b","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:21:05.151811+00:00","confirmed_at":"2026-11-25T22:21:05.18238+00:00","ended_at":null},
{"id":"01a214cc-5e7f-7a22-8505-46011256b3ad","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:21:07.65225+00:00","confirmed_at":"2026-11-25T22:21:07.679816+00:00","ended_at":null},
{"id":"01a214cc-5f3b-7274-b6de-a9891ce4fe53","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:21:07.840663+00:00","confirmed_at":"2026-11-25T22:21:07.858734+00:00","ended_at":null},
{"id":"01a214cc-601a-7de0-8bae-cc1d02beba76","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:21:08.092861+00:00","confirmed_at":"2026-11-25T22:21:08.195807+00:00","ended_at":null}
]');
insert into "inventory"."reservation_allocation" (reservation_id, line_id, location_id, sku, tracked, quantity, backordered, departed, released, sequence) overriding system value
select reservation_id, line_id, location_id, sku, tracked, quantity, backordered, departed, released, sequence from json_populate_recordset(null::"inventory"."reservation_allocation", '[
{"reservation_id":"01a214cc-3f5b-7eb1-a65a-3792ddc62003","line_id":"01a214cc-3f17-7804-805d-16367468d748","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":1},
{"reservation_id":"01a214cc-4517-7675-af9f-d4a9fab56b65","line_id":"01a214cc-4509-7734-80a5-b43ca6fafbca","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":2},
{"reservation_id":"01a214cc-46ff-745b-a2fe-a2f7e562d5ca","line_id":"01a214cc-46e1-7756-8ca2-7bd4135c3747","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","sku":"COAT-M","tracked":true,"quantity":2,"backordered":0,"departed":1,"released":0,"sequence":3},
{"reservation_id":"01a214cc-4b46-7253-93c8-68d358c9ff1e","line_id":"01a214cc-4b02-7f4e-b4f6-ecb6f27e59e8","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":4},
{"reservation_id":"01a214cc-4ed2-7ca2-90c2-5794b1d7560c","line_id":"01a214cc-4e86-7bec-8ce6-db61613284eb","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":5},
{"reservation_id":"01a214cc-548e-7cb6-8d45-1b6f89bc916b","line_id":"01a214cc-5476-72b3-a44c-bb4785b7dbf7","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":6},
{"reservation_id":"01a214cc-5e7f-7a22-8505-46011256b3ad","line_id":"01a214cc-5e78-7f28-b0dd-eb8701a19c01","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":7},
{"reservation_id":"01a214cc-5f3b-7274-b6de-a9891ce4fe53","line_id":"01a214cc-5f22-73f8-beee-fce95637a361","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":8},
{"reservation_id":"01a214cc-601a-7de0-8bae-cc1d02beba76","line_id":"01a214cc-5fe8-76c0-b62f-9297de0bd737","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":9}
]');
insert into "inventory"."stock_document" (kind, id, units, reply, recorded_at) overriding system value
select kind, id, units, reply, recorded_at from json_populate_recordset(null::"inventory"."stock_document", '[
{"kind":"count","id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","units":1003,"reply":{"movements": 3, "shortages": 0},"recorded_at":"2026-11-25T22:20:58.983048+00:00"},
{"kind":"departure","id":"01a214cc-4792-82a1-b3e5-4b630ef84988","units":1,"reply":{},"recorded_at":"2026-11-25T22:21:02.401746+00:00"}
]');
insert into "inventory"."stock_item" (sku, location_id, on_hand, reserved, backordered, received, departed, corrected, short_units, safety_stock, version) overriding system value
select sku, location_id, on_hand, reserved, backordered, received, departed, corrected, short_units, safety_stock, version from json_populate_recordset(null::"inventory"."stock_item", '[
{"sku":"COAT-L","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","on_hand":3,"reserved":0,"backordered":0,"received":0,"departed":0,"corrected":3,"short_units":0,"safety_stock":0,"version":1},
{"sku":"COAT-M","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","on_hand":499,"reserved":1,"backordered":0,"received":0,"departed":1,"corrected":500,"short_units":0,"safety_stock":0,"version":3},
{"sku":"MUG-1","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","on_hand":500,"reserved":8,"backordered":0,"received":0,"departed":0,"corrected":500,"short_units":0,"safety_stock":0,"version":9}
]');
insert into "inventory"."stock_sku" (sku, policy, policy_override, tracked, removed, low_stock_threshold) overriding system value
select sku, policy, policy_override, tracked, removed, low_stock_threshold from json_populate_recordset(null::"inventory"."stock_sku", '[
{"sku":"COAT-L","policy":"continue","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5},
{"sku":"COAT-M","policy":"deny","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5},
{"sku":"MUG-1","policy":"deny","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5}
]');
insert into "inventory"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"inventory"."story", '[
{"name":"expire_reservations","id":"1795645385000","state":"open","attempts":0,"next_attempt_at":"2026-11-25T22:23:05+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-ee8c8e8d56f2bdb7eab2bcc60fa34986-3ead6a09998e7190-01","created_at":"2026-11-25T22:21:00.054775+00:00","finished_at":null},
{"name":"expire_reservations","id":"1795645985000","state":"open","attempts":0,"next_attempt_at":"2026-11-25T22:33:05+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-27e84a3b69427719c6b936cbd3257d55-ef87d1e244048434-01","created_at":"2026-11-25T22:21:04.39887+00:00","finished_at":null},
{"name":"expire_reservations","id":"1795645390000","state":"open","attempts":0,"next_attempt_at":"2026-11-25T22:23:10+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-7a00821d2d0b6656480eed441e85c6d0-085029d634dca7f3-01","created_at":"2026-11-25T22:21:05.151811+00:00","finished_at":null}
]');
select setval('inventory.inbox_sequence_seq', 2);
select setval('inventory.movement_sequence_seq', 4);
select setval('inventory.outbox_sequence_seq', 10);
select setval('inventory.reservation_allocation_sequence_seq', 9);
