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
{"id":"01a21807-ec76-74c4-bcca-c5c299e0990f","at":"2026-11-26T13:25:02.173224+00:00","actor_kind":"api_key","actor_id":"01a21807-661c-72fb-a826-bc93fc1402ea","operation":"pickFulfillment","subject":"fulfillment:01a21807-eba9-8d0e-81fc-3a6228597764","detail":{"after": {"picked": [{"lineId": "01a21807-eb3e-7af9-a3eb-35aaeee5bfcc", "quantity": 1}]}},"trace_id":"d0c104dad3e6139aab169529fe6916fb","channels":["*"]},
{"id":"01a21807-ec83-7128-ae69-4eb8eff26d34","at":"2026-11-26T13:25:02.208691+00:00","actor_kind":"api_key","actor_id":"01a21807-661c-72fb-a826-bc93fc1402ea","operation":"packFulfillment","subject":"fulfillment:01a21807-eba9-8d0e-81fc-3a6228597764","detail":{},"trace_id":"0afe781853bb99c55cb6cbbaf756b97d","channels":["*"]},
{"id":"01a21807-ec93-73da-b0ff-c0771e1dc12c","at":"2026-11-26T13:25:02.220175+00:00","actor_kind":"api_key","actor_id":"01a21807-661c-72fb-a826-bc93fc1402ea","operation":"shipFulfillment","subject":"fulfillment:01a21807-eba9-8d0e-81fc-3a6228597764","detail":{"after": {"attempt": 1}},"trace_id":"f532de67a3157fbe1917b8013da60639","channels":["*"]}
]');
insert into "fulfillment"."broker_seen" (one, server_id, stream_made_at, marks_made) overriding system value
select one, server_id, stream_made_at, marks_made from json_populate_recordset(null::"fulfillment"."broker_seen", '[
{"one":true,"server_id":"NBVAET43GHKIK2IKYXQVLOWOTQ7PIPRE2Q2VF5II5OSOZU3HSAS7VCRF","stream_made_at":"2026-11-26T13:24:53.256+00:00","marks_made":true}
]');
insert into "fulfillment"."fulfillment" (id, version, order_id, order_number, reservation_id, location_id, state, hold_reason, held_from, requires_shipping, lines, channel, locale, email, phone, customer_id, shipping_address, delivery, attempt, service_code, departing, parcel, shipping_problem, handed_over_at, delivered_at, split_from, created_at, updated_at) overriding system value
select id, version, order_id, order_number, reservation_id, location_id, state, hold_reason, held_from, requires_shipping, lines, channel, locale, email, phone, customer_id, shipping_address, delivery, attempt, service_code, departing, parcel, shipping_problem, handed_over_at, delivered_at, split_from, created_at, updated_at from json_populate_recordset(null::"fulfillment"."fulfillment", '[
{"id":"01a21807-e448-8166-b92d-3ef13976e054","version":1,"order_id":"01a21807-e448-75c5-98f7-2bdb02943f9d","order_number":"K-100001","reservation_id":"01a21807-e272-7a07-abe6-1c1e4bcc6d6e","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a21807-e21c-76fb-8adf-9bb69c0f9c71", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 1084}, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"finished@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-26T13:25:00.723925+00:00","updated_at":"2026-11-26T13:25:00+00:00"},
{"id":"01a21807-e9f8-8e45-9f0e-667c5370f95f","version":1,"order_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","order_number":"K-100002","reservation_id":"01a21807-e9a5-7a1c-87cb-a525abd89399","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a21807-e994-75a9-8316-64c0dda5a1c9", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 1084}, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"ticket@under-way.example","phone":null,"customer_id":"01a21807-e75f-7f4d-83ab-e27c6351e7b0","shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-26T13:25:01.727695+00:00","updated_at":"2026-11-26T13:25:01+00:00"},
{"id":"01a21807-eba9-8d0e-81fc-3a6228597764","version":7,"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","order_number":"K-100003","reservation_id":"01a21807-eb5b-78f7-b60c-d9d3192bf346","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","state":"shipped","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a21807-eb3e-7af9-a3eb-35aaeee5bfcc", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 15883}, "weightGrams": 1400, "pickedQuantity": 1, "requiresShipping": true}],"channel":"default","locale":"en","email":"part-shipped@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":1,"service_code":null,"departing":false,"parcel":{"labelUrl": "http://127.0.0.1:41413/sandbox/labels/se-5d3c3913e0f4.pdf", "parcelId": "01a21807-eba9-893a-8dae-4509744d6b4e", "carrierCode": "sandbox_post", "trackingNumber": "SBX5D3C3913E0F4"},"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-26T13:25:02.081147+00:00","updated_at":"2026-11-26T13:25:02+00:00"},
{"id":"01a21807-ec70-7a8a-b880-e5884f359c2e","version":1,"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","order_number":"K-100003","reservation_id":"01a21807-eb5b-78f7-b60c-d9d3192bf346","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a21807-eb3e-7af9-a3eb-35aaeee5bfcc", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 15883}, "weightGrams": 1400, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"part-shipped@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":"01a21807-eba9-8d0e-81fc-3a6228597764","created_at":"2026-11-26T13:25:02.173224+00:00","updated_at":"2026-11-26T13:25:02+00:00"},
{"id":"01a21807-edfa-8542-9ef7-4ec76b64adf0","version":1,"order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","order_number":"K-100004","reservation_id":"01a21807-eda6-7c2d-acb3-19eb18148e67","location_id":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a21807-ed97-7a9e-a765-14e8e70b6788", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 1084}, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"refund@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-26T13:25:02.656761+00:00","updated_at":"2026-11-26T13:25:02+00:00"}
]');
insert into "fulfillment"."fulfillment_request" (order_id, state, at) overriding system value
select order_id, state, at from json_populate_recordset(null::"fulfillment"."fulfillment_request", '[
{"order_id":"01a21807-e448-75c5-98f7-2bdb02943f9d","state":"requested","at":"2026-11-26T13:25:00.723925+00:00"},
{"order_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","state":"requested","at":"2026-11-26T13:25:01.727695+00:00"},
{"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","state":"requested","at":"2026-11-26T13:25:02.081147+00:00"},
{"order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","state":"requested","at":"2026-11-26T13:25:02.656761+00:00"}
]');
insert into "fulfillment"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at, request_hash) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at, request_hash from json_populate_recordset(null::"fulfillment"."idempotency", '[
{"actor_scope":"api_key:01a21807-661c-72fb-a826-bc93fc1402ea:default","operation":"pickFulfillment","key":"a47e7a2e-0130-4489-9079-4f77620369a9","body_hash":"4qIl0FmH97JGgTZIznq4XqTBclbbMO6pYQTUHJSUzZ8","reply":{"fulfillmentId":"01a21807-eba9-8d0e-81fc-3a6228597764","version":3,"orderId":"01a21807-eba9-74a2-a957-470ff97687d3","orderNumber":"K-100003","locationId":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","state":"picking","holdReason":null,"shippingProblem":null,"lines":[{"sku":"COAT-M","title":"Pilot Coat","lineId":"01a21807-eb3e-7af9-a3eb-35aaeee5bfcc","quantity":1,"unitValue":{"currency":"EUR","amountMinor":15883},"weightGrams":1400,"pickedQuantity":1,"requiresShipping":true}],"shippingAddress":{"city":"Hamburg","name":"Ada Sievers","street":"Alter Wandrahm 8","postalCode":"20457","countryCode":"DE"},"delivery":{"name":"Standard","optionId":"home.standard","latestDays":4,"priceMinor":0,"carrierCode":null,"serviceCode":null,"earliestDays":2},"parcel":null,"createdAt":"2026-11-26T13:25:02.081Z","updatedAt":"2026-11-26T13:25:02.000Z"},"created_at":"2026-11-26T13:25:02.173224+00:00","request_hash":"Fw4kMbHzXHYjXRH55Y_0GaDUbVoatmLWuszqE1IcQBg"},
{"actor_scope":"api_key:01a21807-661c-72fb-a826-bc93fc1402ea:default","operation":"packFulfillment","key":"b5b6f38b-b7f2-411f-a13d-19ab19094a53","body_hash":"o66RKiXhbuU4ZUHUcbW8PuXZ0AnS3VqOGH6C5gJJ8_g","reply":{"fulfillmentId":"01a21807-eba9-8d0e-81fc-3a6228597764","version":4,"orderId":"01a21807-eba9-74a2-a957-470ff97687d3","orderNumber":"K-100003","locationId":"01a21807-640d-786c-b2aa-8d67d4e3cfc3","state":"packed","holdReason":null,"shippingProblem":null,"lines":[{"sku":"COAT-M","title":"Pilot Coat","lineId":"01a21807-eb3e-7af9-a3eb-35aaeee5bfcc","quantity":1,"unitValue":{"currency":"EUR","amountMinor":15883},"weightGrams":1400,"pickedQuantity":1,"requiresShipping":true}],"shippingAddress":{"city":"Hamburg","name":"Ada Sievers","street":"Alter Wandrahm 8","postalCode":"20457","countryCode":"DE"},"delivery":{"name":"Standard","optionId":"home.standard","latestDays":4,"priceMinor":0,"carrierCode":null,"serviceCode":null,"earliestDays":2},"parcel":null,"createdAt":"2026-11-26T13:25:02.081Z","updatedAt":"2026-11-26T13:25:02.000Z"},"created_at":"2026-11-26T13:25:02.208691+00:00","request_hash":"nH8djzpGrKHMLSkbLbvAUL_hbJnoU7AxTqKL6ZVRx8g"},
{"actor_scope":"api_key:01a21807-661c-72fb-a826-bc93fc1402ea:default","operation":"shipFulfillment","key":"9d8a7d08-60db-4b27-be8c-082add400fc6","body_hash":"o66RKiXhbuU4ZUHUcbW8PuXZ0AnS3VqOGH6C5gJJ8_g","reply":{"attempt":1},"created_at":"2026-11-26T13:25:02.220175+00:00","request_hash":"PHLj6gEA2K_Cnq8H6MggRC_gEcEgA5NHKVcTx-BmuDw"}
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
{"id":"01a21807-ed30-7528-9e0f-1ebc083ceb5c","sequence":1,"type":"fulfillment.shipped","schema_version":1,"aggregate_id":"01a21807-eba9-8d0e-81fc-3a6228597764","aggregate_version":7,"channel":"default","locale":"en","actor":{"id": "fulfillment", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-f532de67a3157fbe1917b8013da60639-d232695243ef6b93-01","occurred_at":"2026-11-26T13:25:02.381615+00:00","data":{"lines": [{"lineId": "01a21807-eb3e-7af9-a3eb-35aaeee5bfcc", "quantity": 1}], "parcel": {"carrierCode": "sandbox_post", "trackingNumber": "SBX5D3C3913E0F4"}, "orderId": "01a21807-eba9-74a2-a957-470ff97687d3", "fulfillmentId": "01a21807-eba9-8d0e-81fc-3a6228597764"},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:02.406334+00:00"}
]');
insert into "fulfillment"."shipping_attempt" (fulfillment_id, attempt, outcome, failure, reply, problem) overriding system value
select fulfillment_id, attempt, outcome, failure, reply, problem from json_populate_recordset(null::"fulfillment"."shipping_attempt", '[
{"fulfillment_id":"01a21807-eba9-8d0e-81fc-3a6228597764","attempt":1,"outcome":"shipped","failure":null,"reply":{"lines": [{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a21807-eb3e-7af9-a3eb-35aaeee5bfcc", "quantity": 1, "unitValue": {"currency": "EUR", "amountMinor": 15883}, "weightGrams": 1400, "pickedQuantity": 1, "requiresShipping": true}], "state": "shipped", "parcel": {"labelUrl": "http://127.0.0.1:41413/sandbox/labels/se-5d3c3913e0f4.pdf", "parcelId": "01a21807-eba9-893a-8dae-4509744d6b4e", "carrierCode": "sandbox_post", "trackingNumber": "SBX5D3C3913E0F4"}, "orderId": "01a21807-eba9-74a2-a957-470ff97687d3", "version": 7, "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "createdAt": "2026-11-26T13:25:02.081Z", "updatedAt": "2026-11-26T13:25:02.000Z", "holdReason": null, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3", "orderNumber": "K-100003", "fulfillmentId": "01a21807-eba9-8d0e-81fc-3a6228597764", "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingProblem": null},"problem":null}
]');
insert into "fulfillment"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as from json_populate_recordset(null::"fulfillment"."story", '[
{"name":"ship_fulfillment","id":"01a21807-eba9-8d0e-81fc-3a6228597764:1","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:27.220175+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-f532de67a3157fbe1917b8013da60639-d232695243ef6b93-01","created_at":"2026-11-26T13:25:02.220175+00:00","finished_at":"2026-11-26T13:25:02.381615+00:00","held_as":null}
]');
select setval('fulfillment.outbox_sequence_seq', 1);
