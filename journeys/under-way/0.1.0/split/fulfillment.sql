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
{"id":"01a214ce-42a0-767c-86e9-fbbe746337b7","at":"2026-11-25T22:23:11.392982+00:00","actor_kind":"api_key","actor_id":"01a214cc-f295-755f-8f6f-bf8e369cd2e5","operation":"pickFulfillment","subject":"fulfillment:01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","detail":{"after": {"picked": [{"lineId": "01a214ce-3cbf-77fb-865c-684f3398c6d4", "quantity": 1}]}},"trace_id":"7d6cceb46276336f3b032c2822d9014f"},
{"id":"01a214ce-42ce-75c3-adbc-7562ee239153","at":"2026-11-25T22:23:11.553775+00:00","actor_kind":"api_key","actor_id":"01a214cc-f295-755f-8f6f-bf8e369cd2e5","operation":"packFulfillment","subject":"fulfillment:01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","detail":{},"trace_id":"412a9687e930340ce5870e3a5ce02727"},
{"id":"01a214ce-42ec-7a4f-858e-10b01e0c2932","at":"2026-11-25T22:23:11.576469+00:00","actor_kind":"api_key","actor_id":"01a214cc-f295-755f-8f6f-bf8e369cd2e5","operation":"shipFulfillment","subject":"fulfillment:01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","detail":{"after": {"attempt": 1}},"trace_id":"15ac8ee6c9f0df27824e5f2cfbe3c0d7"}
]');
insert into "fulfillment"."broker_seen" (one, server_id, stream_made_at) overriding system value
select one, server_id, stream_made_at from json_populate_recordset(null::"fulfillment"."broker_seen", '[
{"one":true,"server_id":"NC7O5KQOPPR2XIBFY6UMX7OCUKHTIHDIPUDJDJCLOZWYJU76J3EJHZWI","stream_made_at":"2026-11-25T22:22:46.204+00:00"}
]');
insert into "fulfillment"."fulfillment" (id, version, order_id, order_number, reservation_id, location_id, state, hold_reason, held_from, requires_shipping, lines, channel, locale, email, phone, customer_id, shipping_address, delivery, attempt, service_code, departing, parcel, shipping_problem, handed_over_at, delivered_at, split_from, created_at) overriding system value
select id, version, order_id, order_number, reservation_id, location_id, state, hold_reason, held_from, requires_shipping, lines, channel, locale, email, phone, customer_id, shipping_address, delivery, attempt, service_code, departing, parcel, shipping_problem, handed_over_at, delivered_at, split_from, created_at from json_populate_recordset(null::"fulfillment"."fulfillment", '[
{"id":"01a214ce-1ee7-8a8c-afd9-124af278e03d","version":1,"order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","order_number":"K-100001","reservation_id":"01a214ce-18ca-728a-bdeb-f25adc801b8e","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a214ce-186f-7fd7-b86b-68b3e0f7d504", "quantity": 1, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"finished@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-25T22:23:05.076667+00:00"},
{"id":"01a214ce-3686-8049-80b6-cb6c53b1cd19","version":1,"order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","order_number":"K-100002","reservation_id":"01a214ce-3478-7e0a-b21f-7dd1f4ddbb24","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a214ce-3428-7c57-8dd8-6d958d7dead5", "quantity": 1, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"ticket@under-way.example","phone":null,"customer_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-25T22:23:09.047932+00:00"},
{"id":"01a214ce-429e-7cc4-936c-81110e3d117a","version":1,"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","order_number":"K-100003","reservation_id":"01a214ce-3d4d-7df4-916e-5850c8c8fe31","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a214ce-3cbf-77fb-865c-684f3398c6d4", "quantity": 1, "weightGrams": 1400, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"part-shipped@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","created_at":"2026-11-25T22:23:11.392982+00:00"},
{"id":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","version":7,"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","order_number":"K-100003","reservation_id":"01a214ce-3d4d-7df4-916e-5850c8c8fe31","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","state":"shipped","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a214ce-3cbf-77fb-865c-684f3398c6d4", "quantity": 1, "weightGrams": 1400, "pickedQuantity": 1, "requiresShipping": true}],"channel":"default","locale":"en","email":"part-shipped@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":1,"service_code":null,"departing":false,"parcel":{"labelUrl": "http://127.0.0.1:38743/sandbox/labels/se-96082b1aba84.pdf", "parcelId": "01a214ce-3ee2-8a9a-9081-19c990791904", "carrierCode": "sandbox_post", "trackingNumber": "SBX96082B1ABA84"},"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-25T22:23:11.067667+00:00"},
{"id":"01a214ce-48fe-89bc-b0c4-2b0f2348bb22","version":1,"order_id":"01a214ce-48fe-79b8-872a-c89332fda744","order_number":"K-100004","reservation_id":"01a214ce-4808-78eb-b67e-e4e735eb7694","location_id":"01a214cc-ee0e-7afc-8043-9e597856989d","state":"open","hold_reason":null,"held_from":null,"requires_shipping":true,"lines":[{"sku": "MUG-1", "title": "Harbour Mug", "lineId": "01a214ce-47ea-7732-b486-75d8067d3c5c", "quantity": 1, "weightGrams": 350, "pickedQuantity": 0, "requiresShipping": true}],"channel":"default","locale":"en","email":"refund@under-way.example","phone":null,"customer_id":null,"shipping_address":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"delivery":{"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2},"attempt":0,"service_code":null,"departing":false,"parcel":null,"shipping_problem":null,"handed_over_at":null,"delivered_at":null,"split_from":null,"created_at":"2026-11-25T22:23:13.499782+00:00"}
]');
insert into "fulfillment"."fulfillment_request" (order_id, state, at) overriding system value
select order_id, state, at from json_populate_recordset(null::"fulfillment"."fulfillment_request", '[
{"order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","state":"requested","at":"2026-11-25T22:23:05.076667+00:00"},
{"order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","state":"requested","at":"2026-11-25T22:23:09.047932+00:00"},
{"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","state":"requested","at":"2026-11-25T22:23:11.067667+00:00"},
{"order_id":"01a214ce-48fe-79b8-872a-c89332fda744","state":"requested","at":"2026-11-25T22:23:13.499782+00:00"}
]');
insert into "fulfillment"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at from json_populate_recordset(null::"fulfillment"."idempotency", '[
{"actor_scope":"api_key:01a214cc-f295-755f-8f6f-bf8e369cd2e5:default","operation":"pickFulfillment","key":"45a133d2-29c1-4e6e-9d37-f775d099b0c7","body_hash":"SvEyTjM0ycx_VmTUKGykGA0dCazmI7u_NHMtuK-76SY","reply":{"fulfillmentId":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","version":3,"orderId":"01a214ce-3ee2-7fed-8da6-36408b7f731d","orderNumber":"K-100003","locationId":"01a214cc-ee0e-7afc-8043-9e597856989d","state":"picking","holdReason":null,"shippingProblem":null,"lines":[{"sku":"COAT-M","title":"Pilot Coat","lineId":"01a214ce-3cbf-77fb-865c-684f3398c6d4","quantity":1,"weightGrams":1400,"pickedQuantity":1,"requiresShipping":true}],"shippingAddress":{"city":"Hamburg","name":"Ada Sievers","street":"Alter Wandrahm 8","postalCode":"20457","countryCode":"DE"},"delivery":{"name":"Standard","optionId":"home.standard","latestDays":4,"priceMinor":0,"carrierCode":null,"serviceCode":null,"earliestDays":2},"parcel":null,"createdAt":"2026-11-25T22:23:11.067Z"},"created_at":"2026-11-25T22:23:11.392982+00:00"},
{"actor_scope":"api_key:01a214cc-f295-755f-8f6f-bf8e369cd2e5:default","operation":"packFulfillment","key":"696dc174-9374-44b3-ac6e-45de32c94b01","body_hash":"kpA6IE5YJcRUPZpSBZ8Wi4nnZwWD4ozhOrpU4htuJg8","reply":{"fulfillmentId":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","version":4,"orderId":"01a214ce-3ee2-7fed-8da6-36408b7f731d","orderNumber":"K-100003","locationId":"01a214cc-ee0e-7afc-8043-9e597856989d","state":"packed","holdReason":null,"shippingProblem":null,"lines":[{"sku":"COAT-M","title":"Pilot Coat","lineId":"01a214ce-3cbf-77fb-865c-684f3398c6d4","quantity":1,"weightGrams":1400,"pickedQuantity":1,"requiresShipping":true}],"shippingAddress":{"city":"Hamburg","name":"Ada Sievers","street":"Alter Wandrahm 8","postalCode":"20457","countryCode":"DE"},"delivery":{"name":"Standard","optionId":"home.standard","latestDays":4,"priceMinor":0,"carrierCode":null,"serviceCode":null,"earliestDays":2},"parcel":null,"createdAt":"2026-11-25T22:23:11.067Z"},"created_at":"2026-11-25T22:23:11.553775+00:00"},
{"actor_scope":"api_key:01a214cc-f295-755f-8f6f-bf8e369cd2e5:default","operation":"shipFulfillment","key":"3fb25708-e318-4d35-b240-c028c439a3c1","body_hash":"kpA6IE5YJcRUPZpSBZ8Wi4nnZwWD4ozhOrpU4htuJg8","reply":{"attempt":1},"created_at":"2026-11-25T22:23:11.576469+00:00"}
]');
insert into "fulfillment"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"fulfillment"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:21:41.12506+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:21:41.559618+00:00"},
{"name":"0001-fulfillments","checksum":"Toso4hexlV8aaKc_g6m5mLdYZ3KkAlsAxxFaR9GUWTo","applied_at":"2026-11-25T22:21:41.672045+00:00"}
]');
insert into "fulfillment"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"fulfillment"."outbox", '[
{"id":"01a214ce-4611-70c7-8815-00e1dac43753","sequence":1,"type":"fulfillment.shipped","schema_version":1,"aggregate_id":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","aggregate_version":7,"channel":"default","locale":"en","actor":{"id": "fulfillment", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-15ac8ee6c9f0df27824e5f2cfbe3c0d7-774fac1c3baf998f-01","occurred_at":"2026-11-25T22:23:12.389257+00:00","data":{"lines": [{"lineId": "01a214ce-3cbf-77fb-865c-684f3398c6d4", "quantity": 1}], "parcel": {"carrierCode": "sandbox_post", "trackingNumber": "SBX96082B1ABA84"}, "orderId": "01a214ce-3ee2-7fed-8da6-36408b7f731d", "fulfillmentId": "01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8"},"pending":[]}
]');
insert into "fulfillment"."shipping_attempt" (fulfillment_id, attempt, outcome, failure, reply, problem) overriding system value
select fulfillment_id, attempt, outcome, failure, reply, problem from json_populate_recordset(null::"fulfillment"."shipping_attempt", '[
{"fulfillment_id":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","attempt":1,"outcome":"shipped","failure":null,"reply":{"lines": [{"sku": "COAT-M", "title": "Pilot Coat", "lineId": "01a214ce-3cbf-77fb-865c-684f3398c6d4", "quantity": 1, "weightGrams": 1400, "pickedQuantity": 1, "requiresShipping": true}], "state": "shipped", "parcel": {"labelUrl": "http://127.0.0.1:38743/sandbox/labels/se-96082b1aba84.pdf", "parcelId": "01a214ce-3ee2-8a9a-9081-19c990791904", "carrierCode": "sandbox_post", "trackingNumber": "SBX96082B1ABA84"}, "orderId": "01a214ce-3ee2-7fed-8da6-36408b7f731d", "version": 7, "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "createdAt": "2026-11-25T22:23:11.067Z", "holdReason": null, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d", "orderNumber": "K-100003", "fulfillmentId": "01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8", "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingProblem": null},"problem":null}
]');
insert into "fulfillment"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"fulfillment"."story", '[
{"name":"ship_fulfillment","id":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8:1","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:36.576469+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-15ac8ee6c9f0df27824e5f2cfbe3c0d7-774fac1c3baf998f-01","created_at":"2026-11-25T22:23:11.576469+00:00","finished_at":"2026-11-25T22:23:12.389257+00:00"}
]');
select setval('fulfillment.outbox_sequence_seq', 1);
