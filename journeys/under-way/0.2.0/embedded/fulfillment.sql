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

-- applied 0001-fulfillments
-- One row an order: it was requested, or it was cancelled, perhaps before anything was requested.
create table fulfillment_request (
  order_id uuid primary key,
  state text not null check (state in ('requested', 'cancelled')),
  at timestamptz not null default kontor_now()
);

-- What one location sends of an order.
create table fulfillment (
  id uuid primary key,
  version int not null default 1,
  order_id uuid not null,
  order_number text not null,
  reservation_id uuid not null,
  location_id uuid not null,
  state text not null check (state in ('open', 'picking', 'packed', 'shipping', 'shipped',
    'delivered', 'on_hold', 'cancelled')),
  hold_reason text,
  -- where it goes on when it is resumed
  held_from text,
  requires_shipping boolean not null,
  -- [{lineId, sku, title, quantity, pickedQuantity, requiresShipping, weightGrams}]
  lines jsonb not null,
  channel text not null,
  locale text not null,
  email text not null,
  phone text,
  customer_id text,
  shipping_address jsonb,
  delivery jsonb,
  -- shipping is tried under a number each time; every try has a parcel of its own
  attempt int not null default 0,
  service_code text,
  -- from here on stock leaves: no cancellation any more
  departing boolean not null default false,
  parcel jsonb,
  shipping_problem jsonb,
  -- what tracking told, perhaps before the shipping was committed
  handed_over_at timestamptz,
  delivered_at timestamptz,
  split_from uuid,
  created_at timestamptz not null default kontor_now(),
  constraint held_with_reason check ((state = 'on_hold') = (hold_reason is not null)),
  constraint departs_while_shipping check (not departing or state = 'shipping')
) with (fillfactor = 85);
create index fulfillment_of_order on fulfillment (order_id);
create index fulfillment_by_time on fulfillment (created_at, id);
create index fulfillment_by_state on fulfillment (state, created_at, id);

-- How each attempt to ship ended, for whoever asks again with the same key.
create table shipping_attempt (
  fulfillment_id uuid not null references fulfillment (id),
  attempt int not null,
  -- null while it goes on
  outcome text check (outcome in ('shipped', 'refused', 'cancelled')),
  failure jsonb,
  reply jsonb,
  -- what it waits for
  problem text,
  primary key (fulfillment_id, attempt)
);

-- applied 0002-lists
-- When a fulfillment was written last; of those that are here already, now.
alter table fulfillment add column updated_at timestamptz not null default kontor_now();
create trigger fulfillment_note_update before insert or update on fulfillment
  for each row execute function note_update();

-- applied 0003-list-indexes
-- alone: the table is in use
drop index concurrently if exists fulfillment_by_update;
create index concurrently fulfillment_by_update on fulfillment (updated_at, id);
drop index concurrently if exists fulfillment_of_number;
create index concurrently fulfillment_of_number on fulfillment (order_number);

-- rows
insert into "fulfillment"."audit_entry" (id, at, actor_kind, actor_id, operation, subject, detail, trace_id, channels) overriding system value
select id, at, actor_kind, actor_id, operation, subject, detail, trace_id, channels from json_populate_recordset(null::"fulfillment"."audit_entry", '[
{"id":"01a21806-6fe4-778e-bf54-474243f20485","at":"2026-11-26T13:23:24.757748+00:00","actor_kind":"api_key","actor_id":"01a21806-582d-7fbc-8858-72128b6d76e8","operation":"pickFulfillment","subject":"fulfillment:01a21806-6f26-83b0-a9f6-261ba9c70743","detail":{"after": {"picked": [{"lineId": "01a21806-6ea8-7bec-b669-b23e7bf7f930", "quantity": 1}]}},"trace_id":"b9f340b521e56c77e433561240d17c0c","channels":["*"]},
{"id":"01a21806-6ff0-765a-89a8-75bcb5a026e0","at":"2026-11-26T13:23:24.780521+00:00","actor_kind":"api_key","actor_id":"01a21806-582d-7fbc-8858-72128b6d76e8","operation":"packFulfillment","subject":"fulfillment:01a21806-6f26-83b0-a9f6-261ba9c70743","detail":{},"trace_id":"96b23e5a2275d00831d9789ad26244a2","channels":["*"]},
{"id":"01a21806-6ffd-7c73-9a53-619006eff092","at":"2026-11-26T13:23:24.793758+00:00","actor_kind":"api_key","actor_id":"01a21806-582d-7fbc-8858-72128b6d76e8","operation":"shipFulfillment","subject":"fulfillment:01a21806-6f26-83b0-a9f6-261ba9c70743","detail":{"after": {"attempt": 1}},"trace_id":"2a9f405e0d55fae6f3182b3d24eec461","channels":["*"]}
]');
insert into "fulfillment"."fulfillment" (id, version, order_id, order_number, reservation_id, location_id, state, hold_reason, held_from, requires_shipping, lines, channel, locale, email, phone, customer_id, shipping_address, delivery, attempt, service_code, departing, parcel, shipping_problem, handed_over_at, delivered_at, split_from, created_at, updated_at) overriding system value
select id, version, order_id, order_number, reservation_id, location_id, state, hold_reason, held_from, requires_shipping, lines, channel, locale, email, phone, customer_id, shipping_address, delivery, attempt, service_code, departing, parcel, shipping_problem, handed_over_at, delivered_at, split_from, created_at, updated_at from json_populate_recordset(null::"fulfillment"."fulfillment", '[
{"id":"01a21806-6653-8746-a9ca-30d19f13d7a4","version":1,"order_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","order_number":"K-100001","reservation_id":"01a21806-6523-7984-8f6c-946c8217ea89","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a21806-64e4-7d24-9053-b4f569c151b2", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 1084}, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"finished@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-26T13:23:22.970316+00:00","updated_at":"2026-11-26T13:23:22+00:00"},
{"id":"01a21806-6e04-8a28-a3d0-f70b7b113a32","version":1,"order_id":"01a21806-6e04-7167-a390-08ae919d4ddf","order_number":"K-100002","reservation_id":"01a21806-6de1-78ad-857a-b64f4b692994","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a21806-6dd6-7e7e-926d-9ce7db21b009", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 1084}, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"ticket@under-way.example","phone":null,"customer_id":"01a21806-6c1e-701f-a691-19dfbd993bbf","shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-26T13:23:24.365957+00:00","updated_at":"2026-11-26T13:23:24+00:00"},
{"id":"01a21806-6f26-83b0-a9f6-261ba9c70743","version":7,"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","order_number":"K-100003","reservation_id":"01a21806-6ee0-7890-a6fa-275abce0af84","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","state":"shipped","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a21806-6ea8-7bec-b669-b23e7bf7f930", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 15883}, "weightGrams": 1400, "pickedQuantity": 1, "requiresShipping": true}],"channel":"default","locale":"en","email":"part-shipped@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":1,"service_code":null,"departing":false,"parcel":{"labelUrl": "http://127.0.0.1:41945/sandbox/labels/se-73084edfae9c.pdf", "parcelId": "01a21806-6f26-8cb7-a732-3d660f4303c2", "carrierCode": "sandbox_post", "trackingNumber": "SBX73084EDFAE9C"},"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-26T13:23:24.667012+00:00","updated_at":"2026-11-26T13:23:24+00:00"},
{"id":"01a21806-6fe2-77e2-a1bd-28cac9f12708","version":1,"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","order_number":"K-100003","reservation_id":"01a21806-6ee0-7890-a6fa-275abce0af84","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a21806-6ea8-7bec-b669-b23e7bf7f930", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 15883}, "weightGrams": 1400, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"part-shipped@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":"01a21806-6f26-83b0-a9f6-261ba9c70743","created_at":"2026-11-26T13:23:24.757748+00:00","updated_at":"2026-11-26T13:23:24+00:00"},
{"id":"01a21806-714a-8c42-ab25-fac5f43a1288","version":1,"order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","order_number":"K-100004","reservation_id":"01a21806-7115-7002-a471-82fb2854f6de","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a21806-710d-724d-9393-131a4727834b", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 1084}, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"refund@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-26T13:23:25.194574+00:00","updated_at":"2026-11-26T13:23:25+00:00"}
]');
insert into "fulfillment"."fulfillment_request" (order_id, state, at) overriding system value
select order_id, state, at from json_populate_recordset(null::"fulfillment"."fulfillment_request", '[
{"order_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","state":"requested","at":"2026-11-26T13:23:22.970316+00:00"},
{"order_id":"01a21806-6e04-7167-a390-08ae919d4ddf","state":"requested","at":"2026-11-26T13:23:24.365957+00:00"},
{"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","state":"requested","at":"2026-11-26T13:23:24.667012+00:00"},
{"order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","state":"requested","at":"2026-11-26T13:23:25.194574+00:00"}
]');
insert into "fulfillment"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at, request_hash) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at, request_hash from json_populate_recordset(null::"fulfillment"."idempotency", '[
{"actor_scope":"api_key:01a21806-582d-7fbc-8858-72128b6d76e8:default","operation":"pickFulfillment","key":"16db9f36-151b-49a8-a7f9-73357a5d5a17","body_hash":"EBqX5NCJKk5VUsRa8Mn02VBOx7NCdDG18UDrPdn8Kag","reply":{"fulfillmentId":"01a21806-6f26-83b0-a9f6-261ba9c70743","version":3,"orderId":"01a21806-6f26-73be-8212-3427e2ee1125","orderNumber":"K-100003","locationId":"01a21806-55e8-7918-92b4-8449b91a8d3a","state":"picking","holdReason":null,"shippingProblem":null,"lines":[{"sku":"COAT-M","title":"Pilot Coat","lineId":"01a21806-6ea8-7bec-b669-b23e7bf7f930","quantity":1,"unitValue":{"currency":"EUR","amountMinor":15883},"weightGrams":1400,"pickedQuantity":1,"requiresShipping":true}],"shippingAddress":{"city":"Hamburg","name":"Ada Sievers","street":"Alter Wandrahm 8","postalCode":"20457","countryCode":"DE"},"delivery":{"name":"Standard","optionId":"home.standard","latestDays":4,"priceMinor":0,"carrierCode":null,"serviceCode":null,"earliestDays":2},"parcel":null,"createdAt":"2026-11-26T13:23:24.667Z","updatedAt":"2026-11-26T13:23:24.000Z"},"created_at":"2026-11-26T13:23:24.757748+00:00","request_hash":"6Z9tC_eLfpzUiHfDfDOCQ86FZjgtoNmoxpWjC6UMhH4"},
{"actor_scope":"api_key:01a21806-582d-7fbc-8858-72128b6d76e8:default","operation":"packFulfillment","key":"8309e998-dfcb-43dd-aa19-a45fd8314964","body_hash":"3ja2FkJGCn1MsOFigPDzcjidfRdMnQyzJMwF1jBHfMY","reply":{"fulfillmentId":"01a21806-6f26-83b0-a9f6-261ba9c70743","version":4,"orderId":"01a21806-6f26-73be-8212-3427e2ee1125","orderNumber":"K-100003","locationId":"01a21806-55e8-7918-92b4-8449b91a8d3a","state":"packed","holdReason":null,"shippingProblem":null,"lines":[{"sku":"COAT-M","title":"Pilot Coat","lineId":"01a21806-6ea8-7bec-b669-b23e7bf7f930","quantity":1,"unitValue":{"currency":"EUR","amountMinor":15883},"weightGrams":1400,"pickedQuantity":1,"requiresShipping":true}],"shippingAddress":{"city":"Hamburg","name":"Ada Sievers","street":"Alter Wandrahm 8","postalCode":"20457","countryCode":"DE"},"delivery":{"name":"Standard","optionId":"home.standard","latestDays":4,"priceMinor":0,"carrierCode":null,"serviceCode":null,"earliestDays":2},"parcel":null,"createdAt":"2026-11-26T13:23:24.667Z","updatedAt":"2026-11-26T13:23:24.000Z"},"created_at":"2026-11-26T13:23:24.780521+00:00","request_hash":"Q5z044HqhhI5sVz6UgVK0YuzkUETPcZMcPy5xTd6q3o"},
{"actor_scope":"api_key:01a21806-582d-7fbc-8858-72128b6d76e8:default","operation":"shipFulfillment","key":"ed333e5f-015d-4391-b3c5-3753cdad9d03","body_hash":"3ja2FkJGCn1MsOFigPDzcjidfRdMnQyzJMwF1jBHfMY","reply":{"attempt":1},"created_at":"2026-11-26T13:23:24.793758+00:00","request_hash":"u5r0Xi11l2aynaV8zH8r62tIZHA2C3cFNX3GZpEiD78"}
]');
insert into "fulfillment"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"fulfillment"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.339549+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.63384+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.703345+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.773512+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.782116+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.808555+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.8571+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.89642+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.963525+00:00"},
{"name":"0001-fulfillments","checksum":"Toso4hexlV8aaKc_g6m5mLdYZ3KkAlsAxxFaR9GUWTo","applied_at":"2026-11-26T13:23:15.000115+00:00"},
{"name":"0002-lists","checksum":"-VCvnUsSVRs7GLImJoBNlOeKQKeHSnzl04evOmSJATM","applied_at":"2026-11-26T13:23:15.13277+00:00"},
{"name":"0003-list-indexes","checksum":"QRC1UPKVOp1g6yWndvIRQ0-HQjQKCmkIuB-rB-sN5MU","applied_at":"2026-11-26T13:23:15.239893+00:00"}
]');
insert into "fulfillment"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at from json_populate_recordset(null::"fulfillment"."outbox", '[
{"id":"01a21806-7076-7dfa-b698-3da435a18423","sequence":1,"type":"fulfillment.shipped","schema_version":1,"aggregate_id":"01a21806-6f26-83b0-a9f6-261ba9c70743","aggregate_version":7,"channel":"default","locale":"en","actor":{"id": "fulfillment", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-2a9f405e0d55fae6f3182b3d24eec461-fdbdd4dcd7afa09e-01","occurred_at":"2026-11-26T13:23:24.906246+00:00","data":{"lines": [{"lineId": "01a21806-6ea8-7bec-b669-b23e7bf7f930", "quantity": 1}], "parcel": {"carrierCode": "sandbox_post", "trackingNumber": "SBX73084EDFAE9C"}, "orderId": "01a21806-6f26-73be-8212-3427e2ee1125", "fulfillmentId": "01a21806-6f26-83b0-a9f6-261ba9c70743"},"pending":[],"unconfirmed":[],"handed_at":null}
]');
insert into "fulfillment"."shipping_attempt" (fulfillment_id, attempt, outcome, failure, reply, problem) overriding system value
select fulfillment_id, attempt, outcome, failure, reply, problem from json_populate_recordset(null::"fulfillment"."shipping_attempt", '[
{"fulfillment_id":"01a21806-6f26-83b0-a9f6-261ba9c70743","attempt":1,"outcome":"shipped","failure":null,"reply":{"lines": [{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a21806-6ea8-7bec-b669-b23e7bf7f930", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 15883}, "weightGrams": 1400, "pickedQuantity": 1, "requiresShipping": true}], "state": "shipped", "parcel": {"labelUrl": "http://127.0.0.1:41945/sandbox/labels/se-73084edfae9c.pdf", "parcelId": "01a21806-6f26-8cb7-a732-3d660f4303c2", "carrierCode": "sandbox_post", "trackingNumber": "SBX73084EDFAE9C"}, "orderId": "01a21806-6f26-73be-8212-3427e2ee1125", "version": 7, "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "createdAt": "2026-11-26T13:23:24.667Z", "updatedAt": "2026-11-26T13:23:24.000Z", "holdReason": null, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a", "orderNumber": "K-100003", "fulfillmentId": "01a21806-6f26-83b0-a9f6-261ba9c70743", "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingProblem": null},"problem":null}
]');
insert into "fulfillment"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as from json_populate_recordset(null::"fulfillment"."story", '[
{"name":"ship_fulfillment","id":"01a21806-6f26-83b0-a9f6-261ba9c70743:1","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:23:49.793758+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-2a9f405e0d55fae6f3182b3d24eec461-fdbdd4dcd7afa09e-01","created_at":"2026-11-26T13:23:24.793758+00:00","finished_at":"2026-11-26T13:23:24.906246+00:00","held_as":null}
]');
select setval('fulfillment.outbox_sequence_seq', 1);
