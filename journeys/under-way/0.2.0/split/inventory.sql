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

-- applied 0000-platform-event-marks
-- Where a broker carries, an event has three states for each consumer: `pending` (the broker has not
-- taken it), `unconfirmed` (the broker has it, as far as it says, and the consumer's inbox does not)
-- and neither: the consumer said that its database has it. In one process nothing is unconfirmed.
alter table outbox
  add column unconfirmed text[] not null default '{}',
  -- when the broker last took it for anybody; unknown of what was never given to a broker
  add column handed_at timestamptz;

-- Whether the events that an earlier version gave to the broker, without these marks, were told again.
alter table broker_seen add column marks_made boolean not null default false;

-- These tables are emptied in small batches all the time, so they are vacuumed in small steps too.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table inbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table idempotency set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table story set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);

-- applied 0000-platform-event-marks-index
-- alone: outboxes are written by every change of the release that still runs
drop index concurrently if exists outbox_unconfirmed;
create index concurrently outbox_unconfirmed on outbox (handed_at) where unconfirmed <> '{}';

-- applied 0000-platform-audit-channels
-- Who changed it might act in these channels then; what was written before, or by the release that
-- still runs, is told to those alone who may act in all of them.
alter table audit_entry add column channels text[] not null default '{*}';

-- applied 0000-platform-audit-index
-- alone: audit rows are written by every change of staff in the release that still runs
drop index concurrently if exists audit_entry_newest;
create index concurrently audit_entry_newest on audit_entry (at desc, id desc);

-- applied 0000-platform-updates
-- For tables whose rows are listed by `updated_at` (platform/data/settled-read.ts): whatever statement writes
-- a row notes when. The machine's time of the very moment, since a transaction's own time is older than
-- what others see of it; by the shop's clock. To the second, so that a row that is written several times
-- within one keeps its place in the index.
create function note_update() returns trigger language plpgsql as $$
begin
  new.updated_at := date_trunc('second', clock_timestamp() + (kontor.kontor_now() - now()));
  return new;
end $$;

-- applied 0000-platform-held-stories
-- For which of the reasons that it declares a story is held, as a code; its words stay in last_error.
-- Null of what is not held, and of what the release that still runs, or one before it, has held.
alter table story add column held_as text;

-- applied 0000-platform-request-hash
-- Of what the client sent under the key, whatever version read it; the release before knows the hash
-- of what it read alone.
alter table idempotency add column request_hash text;

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
insert into "inventory"."audit_entry" (id, at, actor_kind, actor_id, operation, subject, detail, trace_id, channels) overriding system value
select id, at, actor_kind, actor_id, operation, subject, detail, trace_id, channels from json_populate_recordset(null::"inventory"."audit_entry", '[
{"id":"01a21807-dfd6-7507-a7ee-18792bef55f1","at":"2026-11-26T13:24:58.913558+00:00","actor_kind":"api_key","actor_id":"01a21807-661c-72fb-a826-bc93fc1402ea","operation":"count_stock","subject":"count ce77ca63-efff-8901-928b-8a7f7a2ebb5c","detail":{"after": {"lines": [{"sku": "MUG-1", "quantity": 500}, {"sku": "COAT-M", "quantity": 500}, {"sku": "COAT-L", "quantity": 3}]}},"trace_id":"4ffdb0702bc7aba8dfcb8da3f351c08a","channels":["*"]}
]');
insert into "inventory"."broker_seen" (one, server_id, stream_made_at, marks_made) overriding system value
select one, server_id, stream_made_at, marks_made from json_populate_recordset(null::"inventory"."broker_seen", '[
{"one":true,"server_id":"NBVAET43GHKIK2IKYXQVLOWOTQ7PIPRE2Q2VF5II5OSOZU3HSAS7VCRF","stream_made_at":"2026-11-26T13:24:53.256+00:00","marks_made":true}
]');
insert into "inventory"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"inventory"."inbox", '[
{"event_id":"01a21807-df11-7ea5-bff2-f2c0acd6261b","sequence":1,"type":"product.variants_changed","aggregate_id":"01a21807-dedb-764c-8443-a3df47080c10","aggregate_version":1,"received_at":"2026-11-26T13:24:58.845773+00:00"},
{"event_id":"01a21807-df11-71fa-a848-df6c422a9b7c","sequence":2,"type":"product.variants_changed","aggregate_id":"01a21807-dedc-720a-998c-57cef2cd25b9","aggregate_version":1,"received_at":"2026-11-26T13:24:58.845773+00:00"}
]');
insert into "inventory"."location" (id, code, name, channels, priority, address, active, version) overriding system value
select id, code, name, channels, priority, address, active, version from json_populate_recordset(null::"inventory"."location", '[
{"id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","code":"main","name":"Kontor Demo Store","channels":["*"],"priority":100,"address":{"city": "Hamburg", "name": "Kontor Demo Store", "phone": "+494012345678", "street": "Alter Wandrahm 1", "company": "Kontor Demo Store GmbH", "postalCode": "20457", "countryCode": "DE"},"active":true,"version":1}
]');
insert into "inventory"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"inventory"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:13.962811+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.03198+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.084367+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.158595+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.208384+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.262186+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.299546+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.373957+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.423273+00:00"},
{"name":"0001-stock","checksum":"OWaOMVzAFqrrvodR67NoBs8k8ClDTpgSR-fYOJAkAoE","applied_at":"2026-11-26T13:23:14.507148+00:00"}
]');
insert into "inventory"."movement" (sequence, id, sku, location_id, kind, on_hand_delta, on_hand_after, reason, reference_id, actor_kind, actor_id, trace_id, at) overriding system value
select sequence, id, sku, location_id, kind, on_hand_delta, on_hand_after, reason, reference_id, actor_kind, actor_id, trace_id, at from json_populate_recordset(null::"inventory"."movement", '[
{"sequence":1,"id":"01a21807-dfd9-75b1-a5d9-52ad2f602327","sku":"MUG-1","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","kind":"count","on_hand_delta":500,"on_hand_after":500,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a21807-661c-72fb-a826-bc93fc1402ea","trace_id":"4ffdb0702bc7aba8dfcb8da3f351c08a","at":"2026-11-26T13:24:58.913558+00:00"},
{"sequence":2,"id":"01a21807-dfdd-7715-9521-a450a4f3e4c7","sku":"COAT-M","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","kind":"count","on_hand_delta":500,"on_hand_after":500,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a21807-661c-72fb-a826-bc93fc1402ea","trace_id":"4ffdb0702bc7aba8dfcb8da3f351c08a","at":"2026-11-26T13:24:58.913558+00:00"},
{"sequence":3,"id":"01a21807-dfdd-77ef-8840-3d4979562835","sku":"COAT-L","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","kind":"count","on_hand_delta":3,"on_hand_after":3,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a21807-661c-72fb-a826-bc93fc1402ea","trace_id":"4ffdb0702bc7aba8dfcb8da3f351c08a","at":"2026-11-26T13:24:58.913558+00:00"},
{"sequence":4,"id":"01a21807-ed10-7d24-b729-8cabe47c2fae","sku":"COAT-M","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","kind":"departure","on_hand_delta":-1,"on_hand_after":499,"reason":"departure","reference_id":"01a21807-eba9-8d0e-81fc-3a6228597764","actor_kind":"system","actor_id":"fulfillment","trace_id":"f532de67a3157fbe1917b8013da60639","at":"2026-11-26T13:25:02.347372+00:00"}
]');
insert into "inventory"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at from json_populate_recordset(null::"inventory"."outbox", '[
{"id":"01a21807-dfbb-727f-a896-dc3a8071980e","sequence":1,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21807-dfbb-723d-a15f-f40a6ee24b6d","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "01a21807-661c-72fb-a826-bc93fc1402ea", "kind": "api_key", "channels": "*", "permissions": ["catalog:read", "catalog:write", "inventory:read", "inventory:write", "orders:read", "orders:write", "orders:refund", "fulfillment:read", "fulfillment:write", "customers:read", "customers:write", "support:read", "support:write", "notifications:read", "notifications:write", "settings:read", "settings:write", "staff:manage", "audit:read"]},"traceparent":"00-4ffdb0702bc7aba8dfcb8da3f351c08a-27fad1953a87c11c-01","occurred_at":"2026-11-26T13:24:58.913558+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 1, "channels": ["*"], "available": 500, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}, {"sku": "COAT-M", "policy": "deny", "version": 1, "channels": ["*"], "available": 500, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}, {"sku": "COAT-L", "policy": "continue", "version": 1, "channels": ["*"], "available": 3, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}]},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:24:59.003108+00:00"},
{"id":"01a21807-e528-75e3-acdd-21b01015665d","sequence":2,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21807-e528-787a-9074-480293cd3bdc","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-3545a3ffd893a35d5f7f7333684fae24-b0485375b3f04b27-01","occurred_at":"2026-11-26T13:25:00.324149+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 2, "channels": ["*"], "available": 499, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}]},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:00.340403+00:00"},
{"id":"01a21807-ea0b-7504-84a6-c6c8c67604d1","sequence":3,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21807-ea0a-7d5b-9ca2-e4083ca2ed06","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-b7b2d0e2ae72162a9fa46e07390a3104-b9026704a42bf0ee-01","occurred_at":"2026-11-26T13:25:01.577305+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 3, "channels": ["*"], "available": 498, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}]},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:01.584265+00:00"},
{"id":"01a21807-ebb3-737f-88e7-08ec54493d63","sequence":4,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21807-ebb3-772e-bcfc-985b71c33e65","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-f7af59ca3e5050d7ed2366090b3e056c-33fbce9b609f12a1-01","occurred_at":"2026-11-26T13:25:02.002529+00:00","data":{"items": [{"sku": "COAT-M", "policy": "deny", "version": 2, "channels": ["*"], "available": 498, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}]},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:02.011879+00:00"},
{"id":"01a21807-ee04-704c-a33b-fe8e19d21229","sequence":5,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21807-ee04-7fb1-bdee-6ff0776e0e35","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-5706c6e48671fc20b736a93ebc35db5c-2dfb820be6e886b7-01","occurred_at":"2026-11-26T13:25:02.595404+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 4, "channels": ["*"], "available": 497, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}]},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:02.604798+00:00"},
{"id":"01a21807-ef2f-7004-b7c7-675d668ec5d8","sequence":6,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21807-ef2f-7fb2-a7e5-9f34e9584eec","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-2a39397e0ec5ffc1819b350ed2c7535c-216b5b4e10e59d01-01","occurred_at":"2026-11-26T13:25:02.894647+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 5, "channels": ["*"], "available": 496, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}]},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:02.903619+00:00"},
{"id":"01a21807-f490-724a-ba3a-12cd10df13cf","sequence":7,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21807-f490-7dbf-bf0b-6eec40c11484","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-f385f238e3e5a3fe2530881bed186bda-0eb6076a40a15d7d-01","occurred_at":"2026-11-26T13:25:04.26931+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 6, "channels": ["*"], "available": 495, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}]},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:04.295627+00:00"},
{"id":"01a21808-9f47-7756-9b74-74457a917fa2","sequence":8,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21808-9f46-7be9-9621-1b82062e8164","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-4d77a7803a219811408f41ee3f046a45-7e24f22424d7f6b8-01","occurred_at":"2026-11-26T13:25:47.972332+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 7, "channels": ["*"], "available": 494, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}]},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:47.995976+00:00"},
{"id":"01a21808-a035-7eca-807a-33fc757e1e42","sequence":9,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21808-a034-7613-825f-344e00246ff7","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-3eb0329de4e9b7b49c5647f5e350f278-4f6c6e62f0b97924-01","occurred_at":"2026-11-26T13:25:48.211854+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 8, "channels": ["*"], "available": 493, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}]},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:48.243737+00:00"},
{"id":"01a21808-a140-7fca-bc96-907292d6e99a","sequence":10,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21808-a13f-72f3-a551-a0d591a35a54","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-a09ce5dfebb508f14085780e2d45d9c9-b96cd3ccb49e1af8-01","occurred_at":"2026-11-26T13:25:48.479025+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 9, "channels": ["*"], "available": 492, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}]},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:48.485758+00:00"}
]');
insert into "inventory"."reservation" (id, state, channel, expires_at, end_reason, created_at, confirmed_at, ended_at) overriding system value
select id, state, channel, expires_at, end_reason, created_at, confirmed_at, ended_at from json_populate_recordset(null::"inventory"."reservation", '[
{"id":"01a21807-e272-7a07-abe6-1c1e4bcc6d6e","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:25:00.324149+00:00","confirmed_at":"2026-11-26T13:25:00.424535+00:00","ended_at":null},
{"id":"01a21807-e9a5-7a1c-87cb-a525abd89399","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:25:01.577305+00:00","confirmed_at":"2026-11-26T13:25:01.622486+00:00","ended_at":null},
{"id":"01a21807-eb5b-78f7-b60c-d9d3192bf346","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:25:02.002529+00:00","confirmed_at":"2026-11-26T13:25:02.02955+00:00","ended_at":null},
{"id":"01a21807-eda6-7c2d-acb3-19eb18148e67","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:25:02.595404+00:00","confirmed_at":"2026-11-26T13:25:02.61857+00:00","ended_at":null},
{"id":"01a21807-eedf-7326-b353-cff436f65dc8","state":"active","channel":"default","expires_at":"2026-11-26T13:37:02.924+00:00","end_reason":null,"created_at":"2026-11-26T13:25:02.894647+00:00","confirmed_at":null,"ended_at":null},
{"id":"01a21807-f3da-7f52-869b-0961740efdaf","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:25:04.26931+00:00","confirmed_at":"2026-11-26T13:25:04.319773+00:00","ended_at":null},
{"id":"01a21808-9ede-7a44-909d-7270e7c8f15e","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:25:47.972332+00:00","confirmed_at":"2026-11-26T13:25:48.002558+00:00","ended_at":null},
{"id":"01a21808-9fbf-70d0-80a9-ab14a6c66a25","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:25:48.211854+00:00","confirmed_at":"2026-11-26T13:25:48.227446+00:00","ended_at":null},
{"id":"01a21808-a0ce-7b1a-81ee-26f14cd97118","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:25:48.479025+00:00","confirmed_at":"2026-11-26T13:25:48.517805+00:00","ended_at":null}
]');
insert into "inventory"."reservation_allocation" (reservation_id, line_id, location_id, sku, tracked, quantity, backordered, departed, released, sequence) overriding system value
select reservation_id, line_id, location_id, sku, tracked, quantity, backordered, departed, released, sequence from json_populate_recordset(null::"inventory"."reservation_allocation", '[
{"reservation_id":"01a21807-e272-7a07-abe6-1c1e4bcc6d6e","line_id":"01a21807-e21c-76fb-8adf-9bb69c0f9c71","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":1},
{"reservation_id":"01a21807-e9a5-7a1c-87cb-a525abd89399","line_id":"01a21807-e994-75a9-8316-64c0dda5a1c9","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":2},
{"reservation_id":"01a21807-eb5b-78f7-b60c-d9d3192bf346","line_id":"01a21807-eb3e-7af9-a3eb-35aaeee5bfcc","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","sku":"COAT-M","tracked":true,"quantity":2,"backordered":0,"departed":1,"released":0,"sequence":3},
{"reservation_id":"01a21807-eda6-7c2d-acb3-19eb18148e67","line_id":"01a21807-ed97-7a9e-a765-14e8e70b6788","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":4},
{"reservation_id":"01a21807-eedf-7326-b353-cff436f65dc8","line_id":"01a21807-eed1-7f00-ba35-9d8eab1535da","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":5},
{"reservation_id":"01a21807-f3da-7f52-869b-0961740efdaf","line_id":"01a21807-f328-733b-a325-cb8fec593b0e","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":6},
{"reservation_id":"01a21808-9ede-7a44-909d-7270e7c8f15e","line_id":"01a21808-9ec2-7c27-a2e7-b8b60c63073d","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":7},
{"reservation_id":"01a21808-9fbf-70d0-80a9-ab14a6c66a25","line_id":"01a21808-9fa2-72b0-a5cd-8f2c21caa7e5","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":8},
{"reservation_id":"01a21808-a0ce-7b1a-81ee-26f14cd97118","line_id":"01a21808-a0a1-74f3-a092-a0c4498e32b8","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":9}
]');
insert into "inventory"."stock_document" (kind, id, units, reply, recorded_at) overriding system value
select kind, id, units, reply, recorded_at from json_populate_recordset(null::"inventory"."stock_document", '[
{"kind":"count","id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","units":1003,"reply":{"movements": 3, "shortages": 0},"recorded_at":"2026-11-26T13:24:58.913558+00:00"},
{"kind":"departure","id":"01a21807-eba9-8d0e-81fc-3a6228597764","units":1,"reply":{},"recorded_at":"2026-11-26T13:25:02.347372+00:00"}
]');
insert into "inventory"."stock_item" (sku, location_id, on_hand, reserved, backordered, received, departed, corrected, short_units, safety_stock, version) overriding system value
select sku, location_id, on_hand, reserved, backordered, received, departed, corrected, short_units, safety_stock, version from json_populate_recordset(null::"inventory"."stock_item", '[
{"sku":"COAT-L","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","on_hand":3,"reserved":0,"backordered":0,"received":0,"departed":0,"corrected":3,"short_units":0,"safety_stock":0,"version":1},
{"sku":"COAT-M","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","on_hand":499,"reserved":1,"backordered":0,"received":0,"departed":1,"corrected":500,"short_units":0,"safety_stock":0,"version":3},
{"sku":"MUG-1","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","on_hand":500,"reserved":8,"backordered":0,"received":0,"departed":0,"corrected":500,"short_units":0,"safety_stock":0,"version":9}
]');
insert into "inventory"."stock_sku" (sku, policy, policy_override, tracked, removed, low_stock_threshold) overriding system value
select sku, policy, policy_override, tracked, removed, low_stock_threshold from json_populate_recordset(null::"inventory"."stock_sku", '[
{"sku":"COAT-L","policy":"continue","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5},
{"sku":"COAT-M","policy":"deny","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5},
{"sku":"MUG-1","policy":"deny","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5}
]');
insert into "inventory"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as from json_populate_recordset(null::"inventory"."story", '[
{"name":"expire_reservations","id":"1795699625000","state":"open","attempts":0,"next_attempt_at":"2026-11-26T13:27:05+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-3545a3ffd893a35d5f7f7333684fae24-b0485375b3f04b27-01","created_at":"2026-11-26T13:25:00.324149+00:00","finished_at":null,"held_as":null},
{"name":"expire_reservations","id":"1795700225000","state":"open","attempts":0,"next_attempt_at":"2026-11-26T13:37:05+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-2a39397e0ec5ffc1819b350ed2c7535c-216b5b4e10e59d01-01","created_at":"2026-11-26T13:25:02.924995+00:00","finished_at":null,"held_as":null},
{"name":"expire_reservations","id":"1795699670000","state":"open","attempts":0,"next_attempt_at":"2026-11-26T13:27:50+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-4d77a7803a219811408f41ee3f046a45-7e24f22424d7f6b8-01","created_at":"2026-11-26T13:25:47.972332+00:00","finished_at":null,"held_as":null}
]');
select setval('inventory.inbox_sequence_seq', 2);
select setval('inventory.movement_sequence_seq', 4);
select setval('inventory.outbox_sequence_seq', 10);
select setval('inventory.reservation_allocation_sequence_seq', 9);
