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
{"id":"01a214ce-109c-7f72-9f27-e7bdacbb76fc","at":"2026-11-25T22:22:58.665751+00:00","actor_kind":"api_key","actor_id":"01a214cc-f295-755f-8f6f-bf8e369cd2e5","operation":"count_stock","subject":"count ce77ca63-efff-8901-928b-8a7f7a2ebb5c","detail":{"after": {"lines": [{"sku": "MUG-1", "quantity": 500}, {"sku": "COAT-M", "quantity": 500}, {"sku": "COAT-L", "quantity": 3}]}},"trace_id":"6882f76ec7e46f36756633a7ea69ffaa"}
]');
insert into "inventory"."broker_seen" (one, server_id, stream_made_at) overriding system value
select one, server_id, stream_made_at from json_populate_recordset(null::"inventory"."broker_seen", '[
{"one":true,"server_id":"NC7O5KQOPPR2XIBFY6UMX7OCUKHTIHDIPUDJDJCLOZWYJU76J3EJHZWI","stream_made_at":"2026-11-25T22:22:46.204+00:00"}
]');
insert into "inventory"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"inventory"."inbox", '[
{"event_id":"01a214ce-0e1a-7c69-8971-8da1431228fc","sequence":1,"type":"product.variants_changed","aggregate_id":"01a214ce-0cf0-7788-98db-ab89d33a00e1","aggregate_version":1,"received_at":"2026-11-25T22:22:58.269787+00:00"},
{"event_id":"01a214ce-0e1a-7d8b-89d4-0aa78718b489","sequence":2,"type":"product.variants_changed","aggregate_id":"01a214ce-0cf0-7ac8-95fe-ed2943a610fd","aggregate_version":1,"received_at":"2026-11-25T22:22:58.269787+00:00"}
]');
insert into "inventory"."location" (id, code, name, channels, priority, address, active, version) overriding system value
select id, code, name, channels, priority, address, active, version from json_populate_recordset(null::"inventory"."location", '[
{"id":"01a214cc-ee0e-7afc-8043-9e597856989d","code":"main","name":"Kontor Demo Store","channels":["*"],"priority":100,"address":{"city": "Hamburg", "name": "Kontor Demo Store", "phone": "+494012345678", "street": "Alter Wandrahm 1", "company": "Kontor Demo Store GmbH", "postalCode": "20457", "countryCode": "DE"},"active":true,"version":1}
]');
insert into "inventory"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"inventory"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:21:41.137096+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:21:41.432+00:00"},
{"name":"0001-stock","checksum":"OWaOMVzAFqrrvodR67NoBs8k8ClDTpgSR-fYOJAkAoE","applied_at":"2026-11-25T22:21:41.556492+00:00"}
]');
insert into "inventory"."movement" (sequence, id, sku, location_id, kind, on_hand_delta, on_hand_after, reason, reference_id, actor_kind, actor_id, trace_id, at) overriding system value
select sequence, id, sku, location_id, kind, on_hand_delta, on_hand_after, reason, reference_id, actor_kind, actor_id, trace_id, at from json_populate_recordset(null::"inventory"."movement", '[
{"sequence":1,"id":"01a214ce-10b7-7ad7-97a3-abf6ea0fc949","sku":"MUG-1","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","kind":"count","on_hand_delta":500,"on_hand_after":500,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a214cc-f295-755f-8f6f-bf8e369cd2e5","trace_id":"6882f76ec7e46f36756633a7ea69ffaa","at":"2026-11-25T22:22:58.665751+00:00"},
{"sequence":2,"id":"01a214ce-10b8-7676-9817-9b6c9ad03987","sku":"COAT-M","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","kind":"count","on_hand_delta":500,"on_hand_after":500,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a214cc-f295-755f-8f6f-bf8e369cd2e5","trace_id":"6882f76ec7e46f36756633a7ea69ffaa","at":"2026-11-25T22:22:58.665751+00:00"},
{"sequence":3,"id":"01a214ce-10b8-77a6-af10-700f02637aa3","sku":"COAT-L","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","kind":"count","on_hand_delta":3,"on_hand_after":3,"reason":"product import","reference_id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","actor_kind":"api_key","actor_id":"01a214cc-f295-755f-8f6f-bf8e369cd2e5","trace_id":"6882f76ec7e46f36756633a7ea69ffaa","at":"2026-11-25T22:22:58.665751+00:00"},
{"sequence":4,"id":"01a214ce-458b-7777-bf37-c456120ed756","sku":"COAT-M","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","kind":"departure","on_hand_delta":-1,"on_hand_after":499,"reason":"departure","reference_id":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","actor_kind":"system","actor_id":"fulfillment","trace_id":"15ac8ee6c9f0df27824e5f2cfbe3c0d7","at":"2026-11-25T22:23:12.227544+00:00"}
]');
insert into "inventory"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"inventory"."outbox", '[
{"id":"01a214ce-109b-7d04-b183-0b4414884ad9","sequence":1,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214ce-109b-7cf1-9d04-ef329cf6c385","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "01a214cc-f295-755f-8f6f-bf8e369cd2e5", "kind": "api_key", "channels": "*", "permissions": ["catalog:read", "catalog:write", "inventory:read", "inventory:write", "orders:read", "orders:write", "orders:refund", "fulfillment:read", "fulfillment:write", "customers:read", "customers:write", "support:read", "support:write", "notifications:read", "notifications:write", "settings:read", "settings:write", "staff:manage", "audit:read"]},"traceparent":"00-6882f76ec7e46f36756633a7ea69ffaa-cf81e92550ac8e2e-01","occurred_at":"2026-11-25T22:22:58.665751+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 1, "channels": ["*"], "available": 500, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}, {"sku": "COAT-M", "policy": "deny", "version": 1, "channels": ["*"], "available": 500, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}, {"sku": "COAT-L", "policy": "continue", "version": 1, "channels": ["*"], "available": 3, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}]},"pending":[]},
{"id":"01a214ce-1f79-7eba-984a-8725db7e2b68","sequence":2,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214ce-1f79-7c4e-b546-79b415708fe7","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-b3e254aeee6db3d0a74d1747dc56bd32-cc9e4e245d279f61-01","occurred_at":"2026-11-25T22:23:02.489759+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 2, "channels": ["*"], "available": 499, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}]},"pending":[]},
{"id":"01a214ce-36cb-7240-ab94-569263ef9809","sequence":3,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214ce-36cb-7468-b9cb-bb4177a7c8b0","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-1bfb8d9b5d28ed2844cbda006eb10846-9fa52b67630689d3-01","occurred_at":"2026-11-25T22:23:08.458994+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 3, "channels": ["*"], "available": 498, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}]},"pending":[]},
{"id":"01a214ce-3f30-7109-9fb5-5950a724aeac","sequence":4,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214ce-3f30-75d8-90c3-8c1da160e952","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-a96cfd6b823321ed64d55ee68b54be34-29877ee65f21e396-01","occurred_at":"2026-11-25T22:23:10.615441+00:00","data":{"items": [{"sku": "COAT-M", "policy": "deny", "version": 2, "channels": ["*"], "available": 498, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}]},"pending":[]},
{"id":"01a214ce-4914-7747-9d15-5f7d48e6081a","sequence":5,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214ce-4914-7f82-91e8-7c6ab8696d0e","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-f47789a2c1d19a44f58198121c40ba9f-6218f34cb59fb9c9-01","occurred_at":"2026-11-25T22:23:13.167009+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 4, "channels": ["*"], "available": 497, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}]},"pending":[]},
{"id":"01a214ce-4da3-7cd6-9ef4-93a59a531782","sequence":6,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214ce-4da3-71f9-b288-95c7fcfe9a6f","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-6a4ac24527784f679c04023a00d5707d-fcd6ce7f894627bc-01","occurred_at":"2026-11-25T22:23:14.324897+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 5, "channels": ["*"], "available": 496, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}]},"pending":[]},
{"id":"01a214ce-5552-772b-866d-1095079469b3","sequence":7,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214ce-5552-709b-942d-5f42917a0dce","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-e28270b022097f00bdb80fd9587ecb09-e25b353113db3163-01","occurred_at":"2026-11-25T22:23:16.289857+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 6, "channels": ["*"], "available": 495, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}]},"pending":[]},
{"id":"01a214ce-6207-7ca1-b4a0-13b00208e836","sequence":8,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214ce-6207-71ff-90d7-94bcc00de4d6","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-6fbf4dff1a178cba247759bd1414a9c6-44f246ea9a4e1feb-01","occurred_at":"2026-11-25T22:23:19.554626+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 7, "channels": ["*"], "available": 494, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}]},"pending":[]},
{"id":"01a214ce-63fe-75a5-b701-1d029efff448","sequence":9,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214ce-63fe-7e45-920a-245c90ad1bce","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-4528ccee36ca9ef0336eee5948734d26-2740e09550c6413a-01","occurred_at":"2026-11-25T22:23:20.053789+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 8, "channels": ["*"], "available": 493, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}]},"pending":[]},
{"id":"01a214ce-66eb-736f-8cd4-77a18dcac40c","sequence":10,"type":"inventory.stock_changed","schema_version":1,"aggregate_id":"01a214ce-66eb-7d76-9279-edb4c17b1ba9","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "inventory", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-87594b2ca5c2151aaf9b9d29c3cb8785-dbf6a6953d50fa7e-01","occurred_at":"2026-11-25T22:23:20.810257+00:00","data":{"items": [{"sku": "MUG-1", "policy": "deny", "version": 9, "channels": ["*"], "available": 492, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d"}]},"pending":[]}
]');
insert into "inventory"."reservation" (id, state, channel, expires_at, end_reason, created_at, confirmed_at, ended_at) overriding system value
select id, state, channel, expires_at, end_reason, created_at, confirmed_at, ended_at from json_populate_recordset(null::"inventory"."reservation", '[
{"id":"01a214ce-18ca-728a-bdeb-f25adc801b8e","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:23:02.489759+00:00","confirmed_at":"2026-11-25T22:23:03.347218+00:00","ended_at":null},
{"id":"01a214ce-3478-7e0a-b21f-7dd1f4ddbb24","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:23:08.458994+00:00","confirmed_at":"2026-11-25T22:23:08.617964+00:00","ended_at":null},
{"id":"01a214ce-3d4d-7df4-916e-5850c8c8fe31","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:23:10.615441+00:00","confirmed_at":"2026-11-25T22:23:10.801768+00:00","ended_at":null},
{"id":"01a214ce-4808-78eb-b67e-e4e735eb7694","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:23:13.167009+00:00","confirmed_at":"2026-11-25T22:23:13.270834+00:00","ended_at":null},
{"id":"01a214ce-4c24-7084-a702-598cde8eb39f","state":"active","channel":"default","expires_at":"2026-11-25T22:35:14.437+00:00","end_reason":null,"created_at":"2026-11-25T22:23:14.324897+00:00","confirmed_at":null,"ended_at":null},
{"id":"01a214ce-540a-7c25-89b1-9652f38f1304","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:23:16.289857+00:00","confirmed_at":"2026-11-25T22:23:16.431502+00:00","ended_at":null},
{"id":"01a214ce-6068-7692-9133-26de8d4d6d4f","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:23:19.554626+00:00","confirmed_at":"2026-11-25T22:23:19.701641+00:00","ended_at":null},
{"id":"01a214ce-634e-7d91-ba23-39c45eb93df9","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:23:20.053789+00:00","confirmed_at":"2026-11-25T22:23:20.141056+00:00","ended_at":null},
{"id":"01a214ce-6562-7bb1-ae89-a77e92edccca","state":"confirmed","channel":"default","expires_at":null,"end_reason":null,"created_at":"2026-11-25T22:23:20.810257+00:00","confirmed_at":"2026-11-25T22:23:20.859834+00:00","ended_at":null}
]');
insert into "inventory"."reservation_allocation" (reservation_id, line_id, location_id, sku, tracked, quantity, backordered, departed, released, sequence) overriding system value
select reservation_id, line_id, location_id, sku, tracked, quantity, backordered, departed, released, sequence from json_populate_recordset(null::"inventory"."reservation_allocation", '[
{"reservation_id":"01a214ce-18ca-728a-bdeb-f25adc801b8e","line_id":"01a214ce-186f-7fd7-b86b-68b3e0f7d504","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":1},
{"reservation_id":"01a214ce-3478-7e0a-b21f-7dd1f4ddbb24","line_id":"01a214ce-3428-7c57-8dd8-6d958d7dead5","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":2},
{"reservation_id":"01a214ce-3d4d-7df4-916e-5850c8c8fe31","line_id":"01a214ce-3cbf-77fb-865c-684f3398c6d4","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","sku":"COAT-M","tracked":true,"quantity":2,"backordered":0,"departed":1,"released":0,"sequence":3},
{"reservation_id":"01a214ce-4808-78eb-b67e-e4e735eb7694","line_id":"01a214ce-47ea-7732-b486-75d8067d3c5c","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":4},
{"reservation_id":"01a214ce-4c24-7084-a702-598cde8eb39f","line_id":"01a214ce-4bff-76eb-9f18-06f4d712c261","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":5},
{"reservation_id":"01a214ce-540a-7c25-89b1-9652f38f1304","line_id":"01a214ce-53c0-742a-a521-807e0df034c5","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":6},
{"reservation_id":"01a214ce-6068-7692-9133-26de8d4d6d4f","line_id":"01a214ce-6030-7319-8473-f15076dc5001","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":7},
{"reservation_id":"01a214ce-634e-7d91-ba23-39c45eb93df9","line_id":"01a214ce-633e-75e1-aa6f-c6863723ae93","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":8},
{"reservation_id":"01a214ce-6562-7bb1-ae89-a77e92edccca","line_id":"01a214ce-650e-79b3-acdd-62b0484c1571","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","sku":"MUG-1","tracked":true,"quantity":1,"backordered":0,"departed":0,"released":0,"sequence":9}
]');
insert into "inventory"."stock_document" (kind, id, units, reply, recorded_at) overriding system value
select kind, id, units, reply, recorded_at from json_populate_recordset(null::"inventory"."stock_document", '[
{"kind":"count","id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","units":1003,"reply":{"movements": 3, "shortages": 0},"recorded_at":"2026-11-25T22:22:58.665751+00:00"},
{"kind":"departure","id":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","units":1,"reply":{},"recorded_at":"2026-11-25T22:23:12.227544+00:00"}
]');
insert into "inventory"."stock_item" (sku, location_id, on_hand, reserved, backordered, received, departed, corrected, short_units, safety_stock, version) overriding system value
select sku, location_id, on_hand, reserved, backordered, received, departed, corrected, short_units, safety_stock, version from json_populate_recordset(null::"inventory"."stock_item", '[
{"sku":"COAT-L","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","on_hand":3,"reserved":0,"backordered":0,"received":0,"departed":0,"corrected":3,"short_units":0,"safety_stock":0,"version":1},
{"sku":"COAT-M","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","on_hand":499,"reserved":1,"backordered":0,"received":0,"departed":1,"corrected":500,"short_units":0,"safety_stock":0,"version":3},
{"sku":"MUG-1","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","on_hand":500,"reserved":8,"backordered":0,"received":0,"departed":0,"corrected":500,"short_units":0,"safety_stock":0,"version":9}
]');
insert into "inventory"."stock_sku" (sku, policy, policy_override, tracked, removed, low_stock_threshold) overriding system value
select sku, policy, policy_override, tracked, removed, low_stock_threshold from json_populate_recordset(null::"inventory"."stock_sku", '[
{"sku":"COAT-L","policy":"continue","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5},
{"sku":"COAT-M","policy":"deny","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5},
{"sku":"MUG-1","policy":"deny","policy_override":null,"tracked":true,"removed":false,"low_stock_threshold":5}
]');
insert into "inventory"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"inventory"."story", '[
{"name":"expire_reservations","id":"1795645505000","state":"open","attempts":0,"next_attempt_at":"2026-11-25T22:25:05+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-b3e254aeee6db3d0a74d1747dc56bd32-cc9e4e245d279f61-01","created_at":"2026-11-25T22:23:02.489759+00:00","finished_at":null},
{"name":"expire_reservations","id":"1795645510000","state":"open","attempts":0,"next_attempt_at":"2026-11-25T22:25:10+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-1bfb8d9b5d28ed2844cbda006eb10846-9fa52b67630689d3-01","created_at":"2026-11-25T22:23:08.458994+00:00","finished_at":null},
{"name":"expire_reservations","id":"1795645515000","state":"open","attempts":0,"next_attempt_at":"2026-11-25T22:25:15+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-a96cfd6b823321ed64d55ee68b54be34-29877ee65f21e396-01","created_at":"2026-11-25T22:23:10.615441+00:00","finished_at":null},
{"name":"expire_reservations","id":"1795646115000","state":"open","attempts":0,"next_attempt_at":"2026-11-25T22:35:15+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-6a4ac24527784f679c04023a00d5707d-fcd6ce7f894627bc-01","created_at":"2026-11-25T22:23:14.43763+00:00","finished_at":null},
{"name":"expire_reservations","id":"1795645520000","state":"open","attempts":0,"next_attempt_at":"2026-11-25T22:25:20+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-e28270b022097f00bdb80fd9587ecb09-e25b353113db3163-01","created_at":"2026-11-25T22:23:16.289857+00:00","finished_at":null},
{"name":"expire_reservations","id":"1795645525000","state":"open","attempts":0,"next_attempt_at":"2026-11-25T22:25:25+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-4528ccee36ca9ef0336eee5948734d26-2740e09550c6413a-01","created_at":"2026-11-25T22:23:20.053789+00:00","finished_at":null}
]');
select setval('inventory.inbox_sequence_seq', 2);
select setval('inventory.movement_sequence_seq', 4);
select setval('inventory.outbox_sequence_seq', 10);
select setval('inventory.reservation_allocation_sequence_seq', 9);
