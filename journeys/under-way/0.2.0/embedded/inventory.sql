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
{"id":"01a21806-62fd-7271-9821-09e6a7f33ebc","at":"2026-11-26T13:23:21.462226+00:00","actor_kind":"api_key","actor_id":"01a21806-582d-7fbc-8858-72128b6d76e8","operation":"count_stock","subject":"count ce77ca63-efff-8901-928b-8a7f7a2ebb5c","detail":{"after": {"lines": [{"sku": "MUG-1", "quantity": 500}, {"sku": "COAT-M", "quantity": 500}, {"sku": "COAT-L", "quantity": 3}]}},"trace_id":"c404bd6e92badbe74538092fadb03d95","channels":["*"]}
]');
insert into "inventory"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"inventory"."inbox", '[
{"event_id":"01a21806-62ca-74e1-97b8-fd8967ad1f63","sequence":1,"type":"product.variants_changed","aggregate_id":"01a21806-62ad-74b2-be16-e273054a94d9","aggregate_version":1,"received_at":"2026-11-26T13:23:21.43271+00:00"},
{"event_id":"01a21806-62ca-76b9-b2df-1605d4604631","sequence":2,"type":"product.variants_changed","aggregate_id":"01a21806-62ad-7f45-a36c-72116207a03a","aggregate_version":1,"received_at":"2026-11-26T13:23:21.43271+00:00"}
]');
insert into "inventory"."location" (id, code, name, channels, priority, address, active, version) overriding system value
select id, code, name, channels, priority, address, active, version from json_populate_recordset(null::"inventory"."location", '[
{"id":"01a21806-55e8-7918-92b4-8449b91a8d3a","code":"main","name":"Kontor Demo Store","channels":["*"],"priority":100,"address":{"city": "Hamburg", "name": "Kontor Demo Store", "phone": "+494012345678", "street": "Alter Wandrahm 1", "company": "Kontor Demo Store GmbH", "postalCode": "20457", "countryCode": "DE"},"active":true,"version":1}
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
{"sequence":1,"id":"01a21806-6300-708a-91fa-425f2c958b69","sku":"MUG-1","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","kind":"count","on_hand_delta":500,"on_hand_after":500,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a21806-582d-7fbc-8858-72128b6d76e8","trace_id":"c404bd6e92badbe74538092fadb03d95","at":"2026-11-26T13:23:21.462226+00:00"},
{"sequence":2,"id":"01a21806-6300-7829-9d6d-3e6088b85bd6","sku":"COAT-M","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","kind":"count","on_hand_delta":500,"on_hand_after":500,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a21806-582d-7fbc-8858-72128b6d76e8","trace_id":"c404bd6e92badbe74538092fadb03d95","at":"2026-11-26T13:23:21.462226+00:00"},
{"sequence":3,"id":"01a21806-6300-78ba-af45-02c2191f63fb","sku":"COAT-L","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","kind":"count","on_hand_delta":3,"on_hand_after":3,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a21806-582d-7fbc-8858-72128b6d76e8","trace_id":"c404bd6e92badbe74538092fadb03d95","at":"2026-11-26T13:23:21.462226+00:00"},
{"sequence":4,"id":"01a21806-704f-76f9-87fa-6b65055b7c6b","sku":"COAT-M","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","kind":"departure","on_hand_delta":-1,"on_hand_after":499,"reason":"departure","reference_id":"01a21806-6f26-83b0-a9f6-261ba9c70743","actor_kind":"system","actor_id":"fulfillment","trace_id":"2a9f405e0d55fae6f3182b3d24eec461","at":"2026-11-26T13:23:24.86187+00:00"}
]');
insert into "inventory"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at from json_populate_recordset(null::"inventory"."outbox", '[
{"id":"01a21806-62fd-75f0-a854-09ba7fcf9421","sequence":1,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21806-62fd-7b34-808b-5e0c013edbf7","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "01a21806-582d-7fbc-8858-72128b6d76e8", "kind": "api_key", "channels": "*", "permissions": ["catalog:read", "catalog:write", "inventory:read", "inventory:write", "orders:read", "orders:write", "orders:refund", "fulfillment:read", "fulfillment:write", "customers:read", "customers:write", "support:read", "support:write", "notifications:read", "notifications:write", "settings:read", "settings:write", "staff:manage", "audit:read"]},"traceparent":"00-c404bd6e92badbe74538092fadb03d95-eea74d2eac79eb8d-01","occurred_at":"2026-11-26T13:23:21.462226+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 1, "channels": ["*"], "available": 500, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}, {"sku": "COAT-M", "policy": "deny", "version": 1, "channels": ["*"], "available": 500, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}, {"sku": "COAT-L", "policy": "continue", "version": 1, "channels": ["*"], "available": 3, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}]},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-667d-753f-8822-87431df07af9","sequence":2,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21806-667d-7219-b8c0-6e25e97a1b04","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-d698cae485d63cf3768f7e8cc0575e28-7f4c80249ecb2715-01","occurred_at":"2026-11-26T13:23:22.353256+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 2, "channels": ["*"], "available": 499, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}]},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-6e09-7cbe-80af-17cb6cf22ace","sequence":3,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21806-6e09-7dbf-abfe-1b2fd45c6a58","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-e3202f53aea9735d3c3a6f576da2a991-8a8bc8d6da95b383-01","occurred_at":"2026-11-26T13:23:24.296329+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 3, "channels": ["*"], "available": 498, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}]},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-6f2f-7b61-a5c8-f602f232942d","sequence":4,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21806-6f2f-7229-9b95-2aa7bffb86ed","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-58882b1b2a6e6466ac5cf663114fd47b-af3fb2234b43839e-01","occurred_at":"2026-11-26T13:23:24.58819+00:00","data":{"items": [{"sku": "COAT-M", "policy": "deny", "version": 2, "channels": ["*"], "available": 498, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}]},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-7155-7893-9e6a-0890b76181fc","sequence":5,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21806-7155-733d-b66d-c6be164590be","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-938ac41f06d32a57da3b466a0ed3b24e-e10bbea35c00f8cc-01","occurred_at":"2026-11-26T13:23:25.140581+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 4, "channels": ["*"], "available": 497, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}]},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-7240-7214-aadd-771cc033aaa2","sequence":6,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21806-7240-7c24-a7de-7dd453b86b94","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-1daf62c8c0e6f4175431aacaa2e5e248-f494b64e258c5068-01","occurred_at":"2026-11-26T13:23:25.375081+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 5, "channels": ["*"], "available": 496, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}]},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21807-38c6-70d1-9a3c-0e8f9c7ac9f4","sequence":9,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21807-38c6-7705-af76-4f19164c874f","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-112b0e7744c76d0390ca067a13d18105-ab331ac0fd99fc2b-01","occurred_at":"2026-11-26T13:24:16.194189+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 8, "channels": ["*"], "available": 493, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}]},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21807-3928-7f43-908f-c015b18a9f7b","sequence":10,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21807-3928-7443-b441-e335ce16f470","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-da2626ad0da0279c2ca45b02f3fe73d4-a6463887ed87bbe3-01","occurred_at":"2026-11-26T13:24:16.295225+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 9, "channels": ["*"], "available": 492, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}]},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-76f2-79fc-9324-5564bba0b321","sequence":7,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21806-76f2-76b5-9848-71b3c6a3fec9","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-b27e287b512083b15b7ca90b6ef050ea-07eca2b8ed7a98f7-01","occurred_at":"2026-11-26T13:23:26.577644+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 6, "channels": ["*"], "available": 495, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}]},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21807-384a-7b29-898b-fb428f678264","sequence":8,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a21807-384a-7e7f-bfe0-30eb4f8b9d75","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-adb6483893a6d677f0741cbf4d893451-80739c88b43e52e4-01","occurred_at":"2026-11-26T13:24:16.073517+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 7, "channels": ["*"], "available": 494, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a"}]},"pending":[],"unconfirmed":[],"handed_at":null}
]');
insert into "inventory"."reservation" (id, state, channel, expires_at, end_reason, created_at, confirmed_at, ended_at) overriding system value
select id, state, channel, expires_at, end_reason, created_at, confirmed_at, ended_at from json_populate_recordset(null::"inventory"."reservation", '[
{"id":"01a21806-6523-7984-8f6c-946c8217ea89","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:23:22.353256+00:00","confirmed_at":"2026-11-26T13:23:22.433163+00:00","ended_at":null},
{"id":"01a21806-6de1-78ad-857a-b64f4b692994","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:23:24.296329+00:00","confirmed_at":"2026-11-26T13:23:24.320426+00:00","ended_at":null},
{"id":"01a21806-6ee0-7890-a6fa-275abce0af84","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:23:24.58819+00:00","confirmed_at":"2026-11-26T13:23:24.612342+00:00","ended_at":null},
{"id":"01a21806-7115-7002-a471-82fb2854f6de","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:23:25.140581+00:00","confirmed_at":"2026-11-26T13:23:25.158223+00:00","ended_at":null},
{"id":"01a21806-721d-746f-a1e9-6d3cc18d428a","state":"active","channel":"default","expires_at":"2026-11-26T13:35:25.392+00:00","end_reason":null,"created_at":"2026-11-26T13:23:25.375081+00:00","confirmed_at":null,"ended_at":null},
{"id":"01a21806-76d1-75cb-a9a6-3940cecdc665","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:23:26.577644+00:00","confirmed_at":"2026-11-26T13:23:26.592909+00:00","ended_at":null},
{"id":"01a21807-37f3-70a0-bc7d-d823f36ab95e","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:24:16.073517+00:00","confirmed_at":"2026-11-26T13:24:16.101272+00:00","ended_at":null},
{"id":"01a21807-389c-7bad-9696-552b71bf2358","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:24:16.194189+00:00","confirmed_at":"2026-11-26T13:24:16.208703+00:00","ended_at":null},
{"id":"01a21807-38ff-7c42-95b0-0bb471d86dcb","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-26T13:24:16.295225+00:00","confirmed_at":"2026-11-26T13:24:16.305898+00:00","ended_at":null}
]');
insert into "inventory"."reservation_allocation" (reservation_id, line_id, location_id, sku, tracked, quantity, backordered, departed, released, sequence) overriding system value
select reservation_id, line_id, location_id, sku, tracked, quantity, backordered, departed, released, sequence from json_populate_recordset(null::"inventory"."reservation_allocation", '[
{"reservation_id":"01a21806-6523-7984-8f6c-946c8217ea89","line_id":"01a21806-64e4-7d24-9053-b4f569c151b2","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":1},
{"reservation_id":"01a21806-6de1-78ad-857a-b64f4b692994","line_id":"01a21806-6dd6-7e7e-926d-9ce7db21b009","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":2},
{"reservation_id":"01a21806-6ee0-7890-a6fa-275abce0af84","line_id":"01a21806-6ea8-7bec-b669-b23e7bf7f930","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","sku":"COAT-M","tracked":true,"quantity":2,"backordered":0,"departed":1,"released":0,"sequence":3},
{"reservation_id":"01a21806-7115-7002-a471-82fb2854f6de","line_id":"01a21806-710d-724d-9393-131a4727834b","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":4},
{"reservation_id":"01a21806-721d-746f-a1e9-6d3cc18d428a","line_id":"01a21806-7214-718f-b77e-8b0e62908b55","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":5},
{"reservation_id":"01a21806-76d1-75cb-a9a6-3940cecdc665","line_id":"01a21806-76c8-76c9-8025-23eaf2643c79","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":6},
{"reservation_id":"01a21807-37f3-70a0-bc7d-d823f36ab95e","line_id":"01a21807-37e2-78f8-baf9-929ca6cf5959","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":7},
{"reservation_id":"01a21807-389c-7bad-9696-552b71bf2358","line_id":"01a21807-3891-7ce5-ba1a-73861bc562f4","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":8},
{"reservation_id":"01a21807-38ff-7c42-95b0-0bb471d86dcb","line_id":"01a21807-38ee-79be-a134-632a205ab8dc","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":9}
]');
insert into "inventory"."stock_document" (kind, id, units, reply, recorded_at) overriding system value
select kind, id, units, reply, recorded_at from json_populate_recordset(null::"inventory"."stock_document", '[
{"kind":"count","id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","units":1003,"reply":{"movements": 3, "shortages": 0},"recorded_at":"2026-11-26T13:23:21.462226+00:00"},
{"kind":"departure","id":"01a21806-6f26-83b0-a9f6-261ba9c70743","units":1,"reply":{},"recorded_at":"2026-11-26T13:23:24.86187+00:00"}
]');
insert into "inventory"."stock_item" (sku, location_id, on_hand, reserved, backordered, received, departed, corrected, short_units, safety_stock, version) overriding system value
select sku, location_id, on_hand, reserved, backordered, received, departed, corrected, short_units, safety_stock, version from json_populate_recordset(null::"inventory"."stock_item", '[
{"sku":"COAT-L","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","on_hand":3,"reserved":0,"backordered":0,"received":0,"departed":0,"corrected":3,"short_units":0,"safety_stock":0,"version":1},
{"sku":"COAT-M","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","on_hand":499,"reserved":1,"backordered":0,"received":0,"departed":1,"corrected":500,"short_units":0,"safety_stock":0,"version":3},
{"sku":"MUG-1","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","on_hand":500,"reserved":8,"backordered":0,"received":0,"departed":0,"corrected":500,"short_units":0,"safety_stock":0,"version":9}
]');
insert into "inventory"."stock_sku" (sku, policy, policy_override, tracked, removed, low_stock_threshold) overriding system value
select sku, policy, policy_override, tracked, removed, low_stock_threshold from json_populate_recordset(null::"inventory"."stock_sku", '[
{"sku":"COAT-L","policy":"continue","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5},
{"sku":"COAT-M","policy":"deny","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5},
{"sku":"MUG-1","policy":"deny","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5}
]');
insert into "inventory"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as from json_populate_recordset(null::"inventory"."story", '[
{"name":"expire_reservations","id":"1795699525000","state":"open","attempts":0,"next_attempt_at":"2026-11-26T13:25:25+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-d698cae485d63cf3768f7e8cc0575e28-7f4c80249ecb2715-01","created_at":"2026-11-26T13:23:22.353256+00:00","finished_at":null,"held_as":null},
{"name":"expire_reservations","id":"1795699530000","state":"open","attempts":0,"next_attempt_at":"2026-11-26T13:25:30+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-938ac41f06d32a57da3b466a0ed3b24e-e10bbea35c00f8cc-01","created_at":"2026-11-26T13:23:25.140581+00:00","finished_at":null,"held_as":null},
{"name":"expire_reservations","id":"1795700130000","state":"open","attempts":0,"next_attempt_at":"2026-11-26T13:35:30+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-1daf62c8c0e6f4175431aacaa2e5e248-f494b64e258c5068-01","created_at":"2026-11-26T13:23:25.392229+00:00","finished_at":null,"held_as":null},
{"name":"expire_reservations","id":"1795699580000","state":"open","attempts":0,"next_attempt_at":"2026-11-26T13:26:20+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-adb6483893a6d677f0741cbf4d893451-80739c88b43e52e4-01","created_at":"2026-11-26T13:24:16.073517+00:00","finished_at":null,"held_as":null}
]');
select setval('inventory.inbox_sequence_seq', 2);
select setval('inventory.movement_sequence_seq', 4);
select setval('inventory.outbox_sequence_seq', 10);
select setval('inventory.reservation_allocation_sequence_seq', 9);
