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

-- rows
insert into "fulfillment"."audit_entry" (id, at, actor_kind, actor_id, operation, subject, detail, trace_id) overriding system value
select id, at, actor_kind, actor_id, operation, subject, detail, trace_id from json_populate_recordset(null::"fulfillment"."audit_entry", '[
{"id":"01a214cc-4906-75e5-ab26-b06288191a47","at":"2026-11-25T22:21:02.033794+00:00","actor_kind":"api_key","actor_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","operation":"pickFulfillment","subject":"fulfillment:01a214cc-4792-82a1-b3e5-4b630ef84988","detail":{"after": {"picked": [{"lineId": "01a214cc-46e1-7756-8ca2-7bd4135c3747", "quantity": 1}]}},"trace_id":"694addce2d22cdcebe33f8846f6dc597"},
{"id":"01a214cc-493a-75ec-a0d1-ee888e56e68c","at":"2026-11-25T22:21:02.112728+00:00","actor_kind":"api_key","actor_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","operation":"packFulfillment","subject":"fulfillment:01a214cc-4792-82a1-b3e5-4b630ef84988","detail":{},"trace_id":"a6948f3b3317bfd973da77e38127b787"},
{"id":"01a214cc-499b-7bb9-a6d9-c096e15da69c","at":"2026-11-25T22:21:02.180286+00:00","actor_kind":"api_key","actor_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","operation":"shipFulfillment","subject":"fulfillment:01a214cc-4792-82a1-b3e5-4b630ef84988","detail":{"after": {"attempt": 1}},"trace_id":"b5068eaf7d2fbb242c4b01b90dbff79b"}
]');
insert into "fulfillment"."fulfillment" (id, version, order_id, order_number, reservation_id, location_id, state, hold_reason, held_from, requires_shipping, lines, channel, locale, email, phone, customer_id, shipping_address, delivery, attempt, service_code, departing, parcel, shipping_problem, handed_over_at, delivered_at, split_from, created_at) overriding system value
select id, version, order_id, order_number, reservation_id, location_id, state, hold_reason, held_from, requires_shipping, lines, channel, locale, email, phone, customer_id, shipping_address, delivery, attempt, service_code, departing, parcel, shipping_problem, handed_over_at, delivered_at, split_from, created_at from json_populate_recordset(null::"fulfillment"."fulfillment", '[
{"id":"01a214cc-40fb-8497-8d37-89949d0b769f","version":1,"order_id":"01a214cc-40fb-7e3f-a115-0240402f6700","order_number":"K-100001","reservation_id":"01a214cc-3f5b-7eb1-a65a-3792ddc62003","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a214cc-3f17-7804-805d-16367468d748", "quantity": 1, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"finished@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-25T22:21:00.342196+00:00"},
{"id":"01a214cc-457f-8711-8914-f4c952870b52","version":1,"order_id":"01a214cc-457f-7757-9ba4-475e36c47841","order_number":"K-100002","reservation_id":"01a214cc-4517-7675-af9f-d4a9fab56b65","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a214cc-4509-7734-80a5-b43ca6fafbca", "quantity": 1, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"ticket@under-way.example","phone":null,"customer_id":"01a214cc-43af-7879-a1f9-7718a588253c","shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-25T22:21:01.377751+00:00"},
{"id":"01a214cc-4900-7083-998d-1f4c33077c1c","version":1,"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","order_number":"K-100003","reservation_id":"01a214cc-46ff-745b-a2fe-a2f7e562d5ca","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a214cc-46e1-7756-8ca2-7bd4135c3747", "quantity": 1, "weightGrams": 1400, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"part-shipped@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":"01a214cc-4792-82a1-b3e5-4b630ef84988","created_at":"2026-11-25T22:21:02.033794+00:00"},
{"id":"01a214cc-4792-82a1-b3e5-4b630ef84988","version":7,"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","order_number":"K-100003","reservation_id":"01a214cc-46ff-745b-a2fe-a2f7e562d5ca","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","state":"shipped","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a214cc-46e1-7756-8ca2-7bd4135c3747", "quantity": 1, "weightGrams": 1400, "pickedQuantity": 1, "requiresShipping": true}],"channel":"default","locale":"en","email":"part-shipped@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":1,"service_code":null,"departing":false,"parcel":{"labelUrl": "http://127.0.0.1:33649/sandbox/labels/se-9119c355d15d.pdf", "parcelId": "01a214cc-4792-866e-ab23-0a66cf4a617f", "carrierCode": "sandbox_post", "trackingNumber": "SBX9119C355D15D"},"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-25T22:21:01.822718+00:00"},
{"id":"01a214cc-4bc7-8b28-846d-6ca53987a96c","version":1,"order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","order_number":"K-100004","reservation_id":"01a214cc-4b46-7253-93c8-68d358c9ff1e","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a214cc-4b02-7f4e-b4f6-ecb6f27e59e8", "quantity": 1, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"refund@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-25T22:21:03.03773+00:00"}
]');
insert into "fulfillment"."fulfillment_request" (order_id, state, at) overriding system value
select order_id, state, at from json_populate_recordset(null::"fulfillment"."fulfillment_request", '[
{"order_id":"01a214cc-40fb-7e3f-a115-0240402f6700","state":"requested","at":"2026-11-25T22:21:00.342196+00:00"},
{"order_id":"01a214cc-457f-7757-9ba4-475e36c47841","state":"requested","at":"2026-11-25T22:21:01.377751+00:00"},
{"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","state":"requested","at":"2026-11-25T22:21:01.822718+00:00"},
{"order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","state":"requested","at":"2026-11-25T22:21:03.03773+00:00"}
]');
insert into "fulfillment"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at from json_populate_recordset(null::"fulfillment"."idempotency", '[
{"actor_scope":"api_key:01a214cc-2cca-792d-821d-e8c253c9cec4:default","operation":"pickFulfillment","key":"4de47fa3-42f3-44d6-9273-6d469a7830d4","body_hash":"0bq12fSGQbFjo_mEvEgd8VJVahQRNHq03Nr6VMzrr7s","reply":{"fulfillmentId":"01a214cc-4792-82a1-b3e5-4b630ef84988","version":3,"orderId":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","orderNumber":"K-100003","locationId":"01a214cc-27f2-705e-a6e3-915dc9a10f45","state":"picking","holdReason":null,"shippingProblem":null,"lines":[{"sku":"COAT-M","title":"Pilot Coat","lineId":"01a214cc-46e1-7756-8ca2-7bd4135c3747","quantity":1,"weightGrams":1400,"pickedQuantity":1,"requiresShipping":true}],"shippingAddress":{"city":"Hamburg","name":"Ada Sievers","street":"Alter Wandrahm 8","postalCode":"20457","countryCode":"DE"},"delivery":{"name":"Standard","optionId":"home.standard","latestDays":4,"priceMinor":0,"carrierCode":null,"serviceCode":null,"earliestDays":2},"parcel":null,"createdAt":"2026-11-25T22:21:01.822Z"},"created_at":"2026-11-25T22:21:02.033794+00:00"},
{"actor_scope":"api_key:01a214cc-2cca-792d-821d-e8c253c9cec4:default","operation":"packFulfillment","key":"b2af52d1-a7db-44ea-bea5-b7a51cee5ce6","body_hash":"8NxzaLlU5k0a9gfB5om85e6LZHD2JQjqXNS7JKz-Y4E","reply":{"fulfillmentId":"01a214cc-4792-82a1-b3e5-4b630ef84988","version":4,"orderId":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","orderNumber":"K-100003","locationId":"01a214cc-27f2-705e-a6e3-915dc9a10f45","state":"packed","holdReason":null,"shippingProblem":null,"lines":[{"sku":"COAT-M","title":"Pilot Coat","lineId":"01a214cc-46e1-7756-8ca2-7bd4135c3747","quantity":1,"weightGrams":1400,"pickedQuantity":1,"requiresShipping":true}],"shippingAddress":{"city":"Hamburg","name":"Ada Sievers","street":"Alter Wandrahm 8","postalCode":"20457","countryCode":"DE"},"delivery":{"name":"Standard","optionId":"home.standard","latestDays":4,"priceMinor":0,"carrierCode":null,"serviceCode":null,"earliestDays":2},"parcel":null,"createdAt":"2026-11-25T22:21:01.822Z"},"created_at":"2026-11-25T22:21:02.112728+00:00"},
{"actor_scope":"api_key:01a214cc-2cca-792d-821d-e8c253c9cec4:default","operation":"shipFulfillment","key":"27ac900a-f64d-4cf1-bf41-fa5f2e7c393a","body_hash":"8NxzaLlU5k0a9gfB5om85e6LZHD2JQjqXNS7JKz-Y4E","reply":{"attempt":1},"created_at":"2026-11-25T22:21:02.180286+00:00"}
]');
insert into "fulfillment"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"fulfillment"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.697821+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:48.209903+00:00"},
{"name":"0001-fulfillments","checksum":"Toso4hexlV8aaKc_g6m5mLdYZ3KkAlsAxxFaR9GUWTo","applied_at":"2026-11-25T22:20:48.39199+00:00"}
]');
insert into "fulfillment"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"fulfillment"."outbox", '[
{"id":"01a214cc-4a6f-799e-9ae6-f3573a869fc2","sequence":1,"type":"fulfillment.shipped","schema_version":1,"aggregate_id":"01a214cc-4792-82a1-b3e5-4b630ef84988","aggregate_version":7,"channel":"default","locale":"en","actor":{"id": "fulfillment", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-b5068eaf7d2fbb242c4b01b90dbff79b-dc21cb05abae34d5-01","occurred_at":"2026-11-25T22:21:02.4438+00:00","data":{"lines": [{"lineId": "01a214cc-46e1-7756-8ca2-7bd4135c3747", "quantity": 1}], "parcel": {"carrierCode": "sandbox_post", "trackingNumber": "SBX9119C355D15D"}, "orderId": "01a214cc-4792-7a4d-8f70-8c9c742b4f10", "fulfillmentId": "01a214cc-4792-82a1-b3e5-4b630ef84988"},"pending":[]}
]');
insert into "fulfillment"."shipping_attempt" (fulfillment_id, attempt, outcome, failure, reply, problem) overriding system value
select fulfillment_id, attempt, outcome, failure, reply, problem from json_populate_recordset(null::"fulfillment"."shipping_attempt", '[
{"fulfillment_id":"01a214cc-4792-82a1-b3e5-4b630ef84988","attempt":1,"outcome":"shipped","failure":null,"reply":{"lines": [{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a214cc-46e1-7756-8ca2-7bd4135c3747", "quantity": 1, "weightGrams": 1400, "pickedQuantity": 1, "requiresShipping": true}], "state": "shipped", "parcel": {"labelUrl": "http://127.0.0.1:33649/sandbox/labels/se-9119c355d15d.pdf", "parcelId": "01a214cc-4792-866e-ab23-0a66cf4a617f", "carrierCode": "sandbox_post", "trackingNumber": "SBX9119C355D15D"}, "orderId": "01a214cc-4792-7a4d-8f70-8c9c742b4f10", "version": 7, "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "createdAt": "2026-11-25T22:21:01.822Z", "holdReason": null, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45", "orderNumber": "K-100003", "fulfillmentId": "01a214cc-4792-82a1-b3e5-4b630ef84988", "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingProblem": null},"problem":null}
]');
insert into "fulfillment"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"fulfillment"."story", '[
{"name":"ship_fulfillment","id":"01a214cc-4792-82a1-b3e5-4b630ef84988:1","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:21:27.180286+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-b5068eaf7d2fbb242c4b01b90dbff79b-dc21cb05abae34d5-01","created_at":"2026-11-25T22:21:02.180286+00:00","finished_at":"2026-11-25T22:21:02.4438+00:00"}
]');
select setval('fulfillment.outbox_sequence_seq', 1);
