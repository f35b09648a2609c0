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

-- applied 0001-orders
-- An order: what was bought (the snapshot never changes) and how far it has come.
create table orders (
  id uuid primary key,
  number text not null unique,
  version int not null default 1,
  state text not null check (state in ('placed', 'confirmed', 'partially_shipped', 'shipped',
    'delivered', 'cancelling', 'cancelled')),
  channel text not null,
  locale text not null,
  owner_kind text not null check (owner_kind in ('guest', 'customer')),
  owner_id text not null check (owner_id <> ''),
  access_token_hash text not null,
  email text not null,
  payment_id uuid not null,
  currency text not null,
  total_minor bigint not null check (total_minor >= 0),
  captured_minor bigint not null default 0,
  -- refunds that were asked for and did not fail, so that several at once never exceed the capture
  refund_claimed_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  voided boolean not null default false,
  disputed boolean not null default false,
  payment_state text not null generated always as (
    case when disputed then 'disputed'
         when voided then 'voided'
         when captured_minor = 0 then 'authorized'
         when refunded_minor >= captured_minor then 'refunded'
         when refunded_minor > 0 then 'partially_refunded'
         else 'captured' end) stored,
  -- something was shipped or will not be: the state follows from order_line and order_parcel
  progressed boolean not null default false,
  confirmed_at timestamptz,
  cancel_reason text,
  snapshot jsonb not null,
  placed_at timestamptz not null,
  constraint refunds_within_capture check (
    refund_claimed_minor >= 0 and refund_claimed_minor <= captured_minor
    and refunded_minor >= 0 and refunded_minor <= captured_minor)
) with (fillfactor = 85);
create index orders_of_owner on orders (owner_kind, owner_id, placed_at, id);
create index orders_by_time on orders (placed_at, id);
create index orders_by_state on orders (state, placed_at, id);
create index orders_by_email on orders (lower(email), placed_at, id);

-- Only lines of which something was shipped, refunded or given up have a row.
create table order_line (
  order_id uuid not null references orders (id),
  line_id uuid not null,
  ordered_quantity int not null,
  shipped_quantity int not null default 0 check (shipped_quantity >= 0),
  cancelled_quantity int not null default 0 check (cancelled_quantity >= 0),
  refunded_quantity int not null default 0 check (refunded_quantity between 0 and ordered_quantity),
  primary key (order_id, line_id),
  constraint shipped_within_ordered check (shipped_quantity + cancelled_quantity <= ordered_quantity)
);

create table order_parcel (
  order_id uuid not null references orders (id),
  fulfillment_id uuid not null,
  carrier_code text not null,
  tracking_number text not null,
  status text not null check (status in ('label_purchased', 'in_transit', 'out_for_delivery',
    'delivered', 'exception')),
  estimated_delivery_at timestamptz,
  created_at timestamptz not null default kontor_now(),
  primary key (order_id, fulfillment_id)
);

create table refund (
  id uuid primary key,
  order_id uuid not null references orders (id),
  -- by staff, or the rest that a cancelled order gives back
  cause text not null check (cause in ('staff', 'cancellation')),
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null,
  -- [{lineId, quantity}], null for a refund by amount
  lines jsonb,
  state text not null default 'pending' check (state in ('pending', 'refunded', 'failed')),
  created_at timestamptz not null default kontor_now()
);
create index refund_of_order on refund (order_id, created_at);

-- What happened, in words. The key makes telling it twice harmless.
create table timeline_entry (
  order_id uuid not null references orders (id),
  key text not null,
  ordinal bigint generated always as identity,
  at timestamptz not null,
  kind text not null,
  message text not null,
  actor text not null,
  internal boolean not null,
  trace_id text not null,
  primary key (order_id, key)
);

-- rows
insert into "order"."audit_entry" (id, at, actor_kind, actor_id, operation, subject, detail, trace_id) overriding system value
select id, at, actor_kind, actor_id, operation, subject, detail, trace_id from json_populate_recordset(null::"order"."audit_entry", '[
{"id":"01a214cc-4dd1-70d4-bd4e-254879efbe3b","at":"2026-11-25T22:21:03.233742+00:00","actor_kind":"api_key","actor_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","operation":"refundOrder","subject":"order:01a214cc-4bc7-70e3-931b-9e1cb1456242","detail":{"after": {"reason": "damaged in transit", "refundId": "01a214cc-4dae-705f-9277-313ea5d65385", "amountMinor": 500}},"trace_id":"f5cabf8c2fbdaf36125aad75519c7aeb"}
]');
insert into "order"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at from json_populate_recordset(null::"order"."idempotency", '[
{"actor_scope":"api_key:01a214cc-2cca-792d-821d-e8c253c9cec4:default","operation":"refundOrder","key":"95fc604f-a5c5-439e-a078-ccef8ed4fdbb","body_hash":"eaGgdOJmmfYsuXKcBX0sGTzSi9NCGfr7GeLD0NwVM6s","reply":{"refundId":"01a214cc-4dae-705f-9277-313ea5d65385","amountMinor":500,"currency":"EUR","reason":"damaged in transit","state":"pending","createdAt":"2026-11-25T22:21:03.233Z"},"created_at":"2026-11-25T22:21:03.233742+00:00"}
]');
insert into "order"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"order"."inbox", '[
{"event_id":"01a214cc-4198-7d12-85d7-ea89e1881774","sequence":1,"type":"checkout.completed","aggregate_id":"01a214cc-3f5b-7eb1-a65a-3792ddc62003","aggregate_version":1,"received_at":"2026-11-25T22:21:00.209675+00:00"},
{"event_id":"01a214cc-45c8-73a2-924d-2c3a693d2e7a","sequence":2,"type":"checkout.completed","aggregate_id":"01a214cc-4517-7675-af9f-d4a9fab56b65","aggregate_version":1,"received_at":"2026-11-25T22:21:01.274219+00:00"},
{"event_id":"01a214cc-47cb-7518-9463-0165a548a9da","sequence":3,"type":"checkout.completed","aggregate_id":"01a214cc-46ff-745b-a2fe-a2f7e562d5ca","aggregate_version":1,"received_at":"2026-11-25T22:21:01.780496+00:00"},
{"event_id":"01a214cc-4a6f-799e-9ae6-f3573a869fc2","sequence":4,"type":"fulfillment.shipped","aggregate_id":"01a214cc-4792-82a1-b3e5-4b630ef84988","aggregate_version":7,"received_at":"2026-11-25T22:21:02.468688+00:00"},
{"event_id":"01a214cc-4c36-7791-bc02-6e4ef95ea43e","sequence":5,"type":"checkout.completed","aggregate_id":"01a214cc-4b46-7253-93c8-68d358c9ff1e","aggregate_version":1,"received_at":"2026-11-25T22:21:02.948501+00:00"},
{"event_id":"01a214cc-5524-79e1-afcc-53b207feee61","sequence":6,"type":"checkout.completed","aggregate_id":"01a214cc-548e-7cb6-8d45-1b6f89bc916b","aggregate_version":1,"received_at":"2026-11-25T22:21:05.216763+00:00"},
{"event_id":"01a214cc-5ee0-7fd9-a0d1-17e1a01470b2","sequence":7,"type":"checkout.completed","aggregate_id":"01a214cc-5e7f-7a22-8505-46011256b3ad","aggregate_version":1,"received_at":"2026-11-25T22:21:07.706986+00:00"},
{"event_id":"01a214cc-5f93-7d35-b136-fe1379140e22","sequence":8,"type":"checkout.completed","aggregate_id":"01a214cc-5f3b-7274-b6de-a9891ce4fe53","aggregate_version":1,"received_at":"2026-11-25T22:21:07.882169+00:00"},
{"event_id":"01a214cc-6114-70c4-ac0d-869ea46f379d","sequence":9,"type":"checkout.completed","aggregate_id":"01a214cc-601a-7de0-8bae-cc1d02beba76","aggregate_version":1,"received_at":"2026-11-25T22:21:08.347362+00:00"}
]');
insert into "order"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"order"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.66044+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:48.114645+00:00"},
{"name":"0001-orders","checksum":"p-IHEEFVbuD-cD3LOH3GWVD2b9XIBZEf4G38g_w2wQ0","applied_at":"2026-11-25T22:20:48.219731+00:00"}
]');
insert into "order"."order_line" (order_id, line_id, ordered_quantity, shipped_quantity, cancelled_quantity, refunded_quantity) overriding system value
select order_id, line_id, ordered_quantity, shipped_quantity, cancelled_quantity, refunded_quantity from json_populate_recordset(null::"order"."order_line", '[
{"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","line_id":"01a214cc-46e1-7756-8ca2-7bd4135c3747","ordered_quantity":2,"shipped_quantity":1,"cancelled_quantity":0,"refunded_quantity":0}
]');
insert into "order"."order_parcel" (order_id, fulfillment_id, carrier_code, tracking_number, status, estimated_delivery_at, created_at) overriding system value
select order_id, fulfillment_id, carrier_code, tracking_number, status, estimated_delivery_at, created_at from json_populate_recordset(null::"order"."order_parcel", '[
{"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","fulfillment_id":"01a214cc-4792-82a1-b3e5-4b630ef84988","carrier_code":"sandbox_post","tracking_number":"SBX9119C355D15D","status":"label_purchased","estimated_delivery_at":null,"created_at":"2026-11-25T22:21:02.468688+00:00"}
]');
insert into "order"."orders" (id, number, version, state, channel, locale, owner_kind, owner_id, access_token_hash, email, payment_id, currency, total_minor, captured_minor, refund_claimed_minor, refunded_minor, voided, disputed, progressed, confirmed_at, cancel_reason, snapshot, placed_at) overriding system value
select id, number, version, state, channel, locale, owner_kind, owner_id, access_token_hash, email, payment_id, currency, total_minor, captured_minor, refund_claimed_minor, refunded_minor, voided, disputed, progressed, confirmed_at, cancel_reason, snapshot, placed_at from json_populate_recordset(null::"order"."orders", '[
{"id":"01a214cc-40fb-7e3f-a115-0240402f6700","number":"K-100001","version":2,"state":"confirmed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214cc-3e6a-7bc1-8a4d-70f2c82c18e5","access_token_hash":"Q8COvoe7QiAfRjFISCvo0RWOPtCDbTSy2xV2WKtbk6g","email":"finished@under-way.example","payment_id":"01a214cc-40fa-7669-9e01-04eab3e56869","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-25T22:21:00.425353+00:00","cancel_reason":null,"snapshot":{"email": "finished@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214cc-3f17-7804-805d-16367468d748", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214cc-3e6a-7bc1-8a4d-70f2c82c18e5", "kind": "guest"}, "phone": null, "cartId": "01a214cc-3ed5-7ff6-84c9-e1f503ceb363", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214cc-40fb-7e3f-a115-0240402f6700", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:21:00.183Z", "paymentId": "01a214cc-40fa-7669-9e01-04eab3e56869", "checkoutId": "01a214cc-3f5b-7eb1-a65a-3792ddc62003", "allocations": [{"sku": "MUG-1", "lineId": "01a214cc-3f17-7804-805d-16367468d748", "quantity": 1, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45", "backordered": 0}], "orderNumber": "K-100001", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214cc-3f5b-7eb1-a65a-3792ddc62003", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "Q8COvoe7QiAfRjFISCvo0RWOPtCDbTSy2xV2WKtbk6g", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:21:00.183+00:00"},
{"id":"01a214cc-457f-7757-9ba4-475e36c47841","number":"K-100002","version":2,"state":"confirmed","channel":"default","locale":"en","owner_kind":"customer","owner_id":"01a214cc-43af-7879-a1f9-7718a588253c","access_token_hash":"4iLW6yXg-GnQsTKqOTQ0YAi8MEFUmW7wJ7dSPxZ7vnQ","email":"ticket@under-way.example","payment_id":"01a214cc-457f-79a9-96ab-57afdf94985c","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-25T22:21:01.393748+00:00","cancel_reason":null,"snapshot":{"email": "ticket@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214cc-4509-7734-80a5-b43ca6fafbca", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214cc-43af-7879-a1f9-7718a588253c", "kind": "customer"}, "phone": null, "cartId": "01a214cc-44fa-7782-abc1-cd1567881c69", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214cc-457f-7757-9ba4-475e36c47841", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:21:01.255Z", "paymentId": "01a214cc-457f-79a9-96ab-57afdf94985c", "checkoutId": "01a214cc-4517-7675-af9f-d4a9fab56b65", "allocations": [{"sku": "MUG-1", "lineId": "01a214cc-4509-7734-80a5-b43ca6fafbca", "quantity": 1, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45", "backordered": 0}], "orderNumber": "K-100002", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214cc-4517-7675-af9f-d4a9fab56b65", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "4iLW6yXg-GnQsTKqOTQ0YAi8MEFUmW7wJ7dSPxZ7vnQ", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:21:01.255+00:00"},
{"id":"01a214cc-54fd-742b-90c2-036f3f2c9e19","number":"K-100006","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214cc-544b-7f14-85ed-76297d2cf1ba","access_token_hash":"1MvpaE0EN7QBNdA88QgIvaTsdyPocRMid3CZNdqUpC0","email":"on-hold@under-way.example","payment_id":"01a214cc-54fd-715a-b1c1-b65306709211","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "on-hold@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214cc-5476-72b3-a44c-bb4785b7dbf7", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214cc-544b-7f14-85ed-76297d2cf1ba", "kind": "guest"}, "phone": null, "cartId": "01a214cc-545a-7e64-9abe-2b88178715d6", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214cc-54fd-742b-90c2-036f3f2c9e19", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:21:05.188Z", "paymentId": "01a214cc-54fd-715a-b1c1-b65306709211", "checkoutId": "01a214cc-548e-7cb6-8d45-1b6f89bc916b", "allocations": [{"sku": "MUG-1", "lineId": "01a214cc-5476-72b3-a44c-bb4785b7dbf7", "quantity": 1, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45", "backordered": 0}], "orderNumber": "K-100006", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214cc-548e-7cb6-8d45-1b6f89bc916b", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "1MvpaE0EN7QBNdA88QgIvaTsdyPocRMid3CZNdqUpC0", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:21:05.188+00:00"},
{"id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","number":"K-100003","version":4,"state":"partially_shipped","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214cc-46b2-75f0-bac3-0d2ff6f72d4a","access_token_hash":"iyOiGe27CZjuMXO5rjUroyJLTdhwuha06LeZho2OdJM","email":"part-shipped@under-way.example","payment_id":"01a214cc-4792-7934-b4c4-1790444c8186","currency":"EUR","total_minor":37800,"captured_minor":37800,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":true,"confirmed_at":"2026-11-25T22:21:01.845755+00:00","cancel_reason":null,"snapshot":{"email": "part-shipped@under-way.example", "lines": [{"sku": "COAT-M", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "title": "Pilot Coat", "lineId": "01a214cc-46e1-7756-8ca2-7bd4135c3747", "imageUrl": null, "quantity": 2, "taxClass": "standard", "taxMinor": 6035, "productId": "01a214cc-3c26-7f50-b9ca-e3cc83db17d6", "totalMinor": 37800, "weightGrams": 1400, "variantTitle": "M", "discountMinor": 0, "subtotalMinor": 37800, "unitPriceMinor": 18900, "requiresShipping": true}], "owner": {"id": "01a214cc-46b2-75f0-bac3-0d2ff6f72d4a", "kind": "guest"}, "phone": null, "cartId": "01a214cc-46c2-77b9-83ff-d60d78e12508", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "currency": "EUR", "taxMinor": 6035, "totalMinor": 37800, "discountMinor": 0, "shippingMinor": 0, "subtotalMinor": 37800, "pricesIncludeTax": true, "shippingTaxMinor": 0}, "channel": "default", "orderId": "01a214cc-4792-7a4d-8f70-8c9c742b4f10", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:21:01.771Z", "paymentId": "01a214cc-4792-7934-b4c4-1790444c8186", "checkoutId": "01a214cc-46ff-745b-a2fe-a2f7e562d5ca", "allocations": [{"sku": "COAT-M", "lineId": "01a214cc-46e1-7756-8ca2-7bd4135c3747", "quantity": 2, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45", "backordered": 0}], "orderNumber": "K-100003", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214cc-46ff-745b-a2fe-a2f7e562d5ca", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "iyOiGe27CZjuMXO5rjUroyJLTdhwuha06LeZho2OdJM", "authorizedMinor": 37800, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:21:01.771+00:00"},
{"id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","number":"K-100004","version":3,"state":"confirmed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214cc-4ad7-7d40-a65d-37572fcb9a9f","access_token_hash":"C7gRvYRJWuKljc9T4sJWdz4iQ7dXUNmpMCA25Lfngvw","email":"refund@under-way.example","payment_id":"01a214cc-4bc7-7045-9771-dc6205f53555","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":500,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-25T22:21:03.093751+00:00","cancel_reason":null,"snapshot":{"email": "refund@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214cc-4b02-7f4e-b4f6-ecb6f27e59e8", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214cc-4ad7-7d40-a65d-37572fcb9a9f", "kind": "guest"}, "phone": null, "cartId": "01a214cc-4ae2-71bd-b8c4-bd62ce372e34", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214cc-4bc7-70e3-931b-9e1cb1456242", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:21:02.902Z", "paymentId": "01a214cc-4bc7-7045-9771-dc6205f53555", "checkoutId": "01a214cc-4b46-7253-93c8-68d358c9ff1e", "allocations": [{"sku": "MUG-1", "lineId": "01a214cc-4b02-7f4e-b4f6-ecb6f27e59e8", "quantity": 1, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45", "backordered": 0}], "orderNumber": "K-100004", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214cc-4b46-7253-93c8-68d358c9ff1e", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "C7gRvYRJWuKljc9T4sJWdz4iQ7dXUNmpMCA25Lfngvw", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:21:02.902+00:00"},
{"id":"01a214cc-5ec2-751f-a235-8bbeff13c59b","number":"K-100007","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214cc-5e66-7eab-ab36-3898f67eedf1","access_token_hash":"ukIXtsGa64TyFNv0CbXveuyYkMSdOqMtkXreLB2JY98","email":"unpaid@under-way.example","payment_id":"01a214cc-5ec2-760d-ad4c-0a29350bf298","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "unpaid@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214cc-5e78-7f28-b0dd-eb8701a19c01", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214cc-5e66-7eab-ab36-3898f67eedf1", "kind": "guest"}, "phone": null, "cartId": "01a214cc-5e6c-7266-b6bc-e0a0d81d73f8", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214cc-5ec2-751f-a235-8bbeff13c59b", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:21:07.680Z", "paymentId": "01a214cc-5ec2-760d-ad4c-0a29350bf298", "checkoutId": "01a214cc-5e7f-7a22-8505-46011256b3ad", "allocations": [{"sku": "MUG-1", "lineId": "01a214cc-5e78-7f28-b0dd-eb8701a19c01", "quantity": 1, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45", "backordered": 0}], "orderNumber": "K-100007", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214cc-5e7f-7a22-8505-46011256b3ad", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "ukIXtsGa64TyFNv0CbXveuyYkMSdOqMtkXreLB2JY98", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:21:07.68+00:00"},
{"id":"01a214cc-5f7f-776e-9b01-94637878453c","number":"K-100008","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214cc-5f0a-76ed-8695-3597e02be9c9","access_token_hash":"aH2l278_Q6rZpZFgk8eg3_d30-5Rd3N3-ld3lwiJlxY","email":"unheard@under-way.example","payment_id":"01a214cc-5f7f-712b-8c4c-03e6bbc2ede2","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "unheard@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214cc-5f22-73f8-beee-fce95637a361", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214cc-5f0a-76ed-8695-3597e02be9c9", "kind": "guest"}, "phone": null, "cartId": "01a214cc-5f18-7053-ab82-e38147aca6d0", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214cc-5f7f-776e-9b01-94637878453c", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:21:07.859Z", "paymentId": "01a214cc-5f7f-712b-8c4c-03e6bbc2ede2", "checkoutId": "01a214cc-5f3b-7274-b6de-a9891ce4fe53", "allocations": [{"sku": "MUG-1", "lineId": "01a214cc-5f22-73f8-beee-fce95637a361", "quantity": 1, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45", "backordered": 0}], "orderNumber": "K-100008", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214cc-5f3b-7274-b6de-a9891ce4fe53", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "aH2l278_Q6rZpZFgk8eg3_d30-5Rd3N3-ld3lwiJlxY", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:21:07.859+00:00"},
{"id":"01a214cc-606c-70a6-bce0-78d06d283ee6","number":"K-100009","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214cc-5fa4-73d1-b7e7-8320b48dcb33","access_token_hash":"p_CSsfWapNBMydfPh_WZho9_FQaVLzCtVX0SkkWghos","email":"dead@under-way.example","payment_id":"01a214cc-606c-7259-93b3-9adf42a45e45","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "dead@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214cc-5fe8-76c0-b62f-9297de0bd737", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214cc-5fa4-73d1-b7e7-8320b48dcb33", "kind": "guest"}, "phone": null, "cartId": "01a214cc-5fb5-77b3-bef3-22727f81aa33", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214cc-606c-70a6-bce0-78d06d283ee6", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:21:08.243Z", "paymentId": "01a214cc-606c-7259-93b3-9adf42a45e45", "checkoutId": "01a214cc-601a-7de0-8bae-cc1d02beba76", "allocations": [{"sku": "MUG-1", "lineId": "01a214cc-5fe8-76c0-b62f-9297de0bd737", "quantity": 1, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45", "backordered": 0}], "orderNumber": "K-100009", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214cc-601a-7de0-8bae-cc1d02beba76", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "p_CSsfWapNBMydfPh_WZho9_FQaVLzCtVX0SkkWghos", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:21:08.243+00:00"}
]');
insert into "order"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"order"."outbox", '[
{"id":"01a214cc-41ca-725d-b7d5-cd5aca767d36","sequence":1,"type":"order.placed","schema_version":1,"aggregate_id":"01a214cc-40fb-7e3f-a115-0240402f6700","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-ee8c8e8d56f2bdb7eab2bcc60fa34986-3ead6a09998e7190-01","occurred_at":"2026-11-25T22:21:00.209675+00:00","data":{"email": "finished@under-way.example", "owner": {"id": "01a214cc-3e6a-7bc1-8a4d-70f2c82c18e5", "kind": "guest"}, "orderId": "01a214cc-40fb-7e3f-a115-0240402f6700", "currency": "EUR", "placedAt": "2026-11-25T22:21:00.183Z", "totalMinor": 1780, "orderNumber": "K-100001"},"pending":[]},
{"id":"01a214cc-45e7-7a6c-848b-d26921635079","sequence":2,"type":"order.placed","schema_version":1,"aggregate_id":"01a214cc-457f-7757-9ba4-475e36c47841","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-efd820dd080a19e310ffb06feb00dee9-8c71bb2c77a22342-01","occurred_at":"2026-11-25T22:21:01.274219+00:00","data":{"email": "ticket@under-way.example", "owner": {"id": "01a214cc-43af-7879-a1f9-7718a588253c", "kind": "customer"}, "orderId": "01a214cc-457f-7757-9ba4-475e36c47841", "currency": "EUR", "placedAt": "2026-11-25T22:21:01.255Z", "totalMinor": 1780, "orderNumber": "K-100002"},"pending":[]},
{"id":"01a214cc-47dc-7b02-81bb-2c327897ff05","sequence":3,"type":"order.placed","schema_version":1,"aggregate_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-c78bcfc7b5f137c8a8c3414ce7917eb2-e377c43ba2850857-01","occurred_at":"2026-11-25T22:21:01.780496+00:00","data":{"email": "part-shipped@under-way.example", "owner": {"id": "01a214cc-46b2-75f0-bac3-0d2ff6f72d4a", "kind": "guest"}, "orderId": "01a214cc-4792-7a4d-8f70-8c9c742b4f10", "currency": "EUR", "placedAt": "2026-11-25T22:21:01.771Z", "totalMinor": 37800, "orderNumber": "K-100003"},"pending":[]},
{"id":"01a214cc-4c75-7929-bcd0-5b04c8691a9f","sequence":4,"type":"order.placed","schema_version":1,"aggregate_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-614054456f9061cb0811d2c7063de215-a04887c605de8f66-01","occurred_at":"2026-11-25T22:21:02.948501+00:00","data":{"email": "refund@under-way.example", "owner": {"id": "01a214cc-4ad7-7d40-a65d-37572fcb9a9f", "kind": "guest"}, "orderId": "01a214cc-4bc7-70e3-931b-9e1cb1456242", "currency": "EUR", "placedAt": "2026-11-25T22:21:02.902Z", "totalMinor": 1780, "orderNumber": "K-100004"},"pending":[]},
{"id":"01a214cc-554a-7b42-9941-edc73b94ef59","sequence":5,"type":"order.placed","schema_version":1,"aggregate_id":"01a214cc-54fd-742b-90c2-036f3f2c9e19","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-7a00821d2d0b6656480eed441e85c6d0-085029d634dca7f3-01","occurred_at":"2026-11-25T22:21:05.216763+00:00","data":{"email": "on-hold@under-way.example", "owner": {"id": "01a214cc-544b-7f14-85ed-76297d2cf1ba", "kind": "guest"}, "orderId": "01a214cc-54fd-742b-90c2-036f3f2c9e19", "currency": "EUR", "placedAt": "2026-11-25T22:21:05.188Z", "totalMinor": 1780, "orderNumber": "K-100006"},"pending":[]},
{"id":"01a214cc-5efc-7880-9b6d-28ed0541b459","sequence":6,"type":"order.placed","schema_version":1,"aggregate_id":"01a214cc-5ec2-751f-a235-8bbeff13c59b","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-5327b92534d8b0b381f9bb17c41e2d3b-bf240e15b691a692-01","occurred_at":"2026-11-25T22:21:07.706986+00:00","data":{"email": "unpaid@under-way.example", "owner": {"id": "01a214cc-5e66-7eab-ab36-3898f67eedf1", "kind": "guest"}, "orderId": "01a214cc-5ec2-751f-a235-8bbeff13c59b", "currency": "EUR", "placedAt": "2026-11-25T22:21:07.680Z", "totalMinor": 1780, "orderNumber": "K-100007"},"pending":[]},
{"id":"01a214cc-5fb3-7d76-90df-96936d3585cb","sequence":7,"type":"order.placed","schema_version":1,"aggregate_id":"01a214cc-5f7f-776e-9b01-94637878453c","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-3a65c99beeefea3763645310164fc292-abad8be54cef5d53-01","occurred_at":"2026-11-25T22:21:07.882169+00:00","data":{"email": "unheard@under-way.example", "owner": {"id": "01a214cc-5f0a-76ed-8695-3597e02be9c9", "kind": "guest"}, "orderId": "01a214cc-5f7f-776e-9b01-94637878453c", "currency": "EUR", "placedAt": "2026-11-25T22:21:07.859Z", "totalMinor": 1780, "orderNumber": "K-100008"},"pending":["customer"]},
{"id":"01a214cc-61b2-73c4-890f-5462f821e031","sequence":8,"type":"order.placed","schema_version":1,"aggregate_id":"01a214cc-606c-70a6-bce0-78d06d283ee6","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-6c7d6d4048780ad73541424c674a507c-879d04e12afe027c-01","occurred_at":"2026-11-25T22:21:08.347362+00:00","data":{"email": "dead@under-way.example", "owner": {"id": "01a214cc-5fa4-73d1-b7e7-8320b48dcb33", "kind": "guest"}, "orderId": "01a214cc-606c-70a6-bce0-78d06d283ee6", "currency": "EUR", "placedAt": "2026-11-25T22:21:08.243Z", "totalMinor": 1780, "orderNumber": "K-100009"},"pending":["customer"]}
]');
insert into "order"."outbox_failure" (event_id, consumer, attempts, next_attempt_at, last_error, dead_at) overriding system value
select event_id, consumer, attempts, next_attempt_at, last_error, dead_at from json_populate_recordset(null::"order"."outbox_failure", '[
{"event_id":"01a214cc-5fb3-7d76-90df-96936d3585cb","consumer":"customer","attempts":1,"next_attempt_at":"2026-11-25T22:21:16.920522+00:00","last_error":"error: canceling statement due to lock timeout","dead_at":null},
{"event_id":"01a214cc-61b2-73c4-890f-5462f821e031","consumer":"customer","attempts":12,"next_attempt_at":"2026-11-25T22:21:17.529601+00:00","last_error":"error: canceling statement due to lock timeout","dead_at":"2026-11-25T22:21:16.613129+00:00"}
]');
insert into "order"."refund" (id, order_id, cause, amount_minor, reason, lines, state, created_at) overriding system value
select id, order_id, cause, amount_minor, reason, lines, state, created_at from json_populate_recordset(null::"order"."refund", '[
{"id":"01a214cc-4dae-705f-9277-313ea5d65385","order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","cause":"staff","amount_minor":500,"reason":"damaged in transit","lines":null,"state":"pending","created_at":"2026-11-25T22:21:03.233742+00:00"}
]');
insert into "order"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"order"."story", '[
{"name":"order_process","id":"01a214cc-40fb-7e3f-a115-0240402f6700","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:21:25.209675+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-ee8c8e8d56f2bdb7eab2bcc60fa34986-3ead6a09998e7190-01","created_at":"2026-11-25T22:21:00.209675+00:00","finished_at":"2026-11-25T22:21:00.425353+00:00"},
{"name":"order_process","id":"01a214cc-457f-7757-9ba4-475e36c47841","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:21:26.274219+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-efd820dd080a19e310ffb06feb00dee9-8c71bb2c77a22342-01","created_at":"2026-11-25T22:21:01.274219+00:00","finished_at":"2026-11-25T22:21:01.393748+00:00"},
{"name":"order_process","id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:21:26.780496+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-c78bcfc7b5f137c8a8c3414ce7917eb2-e377c43ba2850857-01","created_at":"2026-11-25T22:21:01.780496+00:00","finished_at":"2026-11-25T22:21:01.845755+00:00"},
{"name":"order_process","id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:21:27.948501+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-614054456f9061cb0811d2c7063de215-a04887c605de8f66-01","created_at":"2026-11-25T22:21:02.948501+00:00","finished_at":"2026-11-25T22:21:03.093751+00:00"},
{"name":"order_process","id":"01a214cc-54fd-742b-90c2-036f3f2c9e19","state":"held","attempts":2,"next_attempt_at":"2026-11-25T22:21:32.519197+00:00","last_error":"the payment is held for review","channel":"default","locale":"en","traceparent":"00-7a00821d2d0b6656480eed441e85c6d0-085029d634dca7f3-01","created_at":"2026-11-25T22:21:05.216763+00:00","finished_at":null},
{"name":"refund_order","id":"01a214cc-4dae-705f-9277-313ea5d65385","state":"open","attempts":4,"next_attempt_at":"2026-11-25T22:21:16.443757+00:00","last_error":"Error: refund: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-f5cabf8c2fbdaf36125aad75519c7aeb-14df0c57d52ecfa1-01","created_at":"2026-11-25T22:21:03.233742+00:00","finished_at":null},
{"name":"order_process","id":"01a214cc-5ec2-751f-a235-8bbeff13c59b","state":"open","attempts":3,"next_attempt_at":"2026-11-25T22:21:14.338584+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-5327b92534d8b0b381f9bb17c41e2d3b-bf240e15b691a692-01","created_at":"2026-11-25T22:21:07.706986+00:00","finished_at":null},
{"name":"order_process","id":"01a214cc-5f7f-776e-9b01-94637878453c","state":"open","attempts":3,"next_attempt_at":"2026-11-25T22:21:14.570048+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-3a65c99beeefea3763645310164fc292-abad8be54cef5d53-01","created_at":"2026-11-25T22:21:07.882169+00:00","finished_at":null},
{"name":"order_process","id":"01a214cc-606c-70a6-bce0-78d06d283ee6","state":"open","attempts":3,"next_attempt_at":"2026-11-25T22:21:15.251478+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-6c7d6d4048780ad73541424c674a507c-879d04e12afe027c-01","created_at":"2026-11-25T22:21:08.347362+00:00","finished_at":null}
]');
insert into "order"."timeline_entry" (order_id, key, ordinal, at, kind, message, actor, internal, trace_id) overriding system value
select order_id, key, ordinal, at, kind, message, actor, internal, trace_id from json_populate_recordset(null::"order"."timeline_entry", '[
{"order_id":"01a214cc-40fb-7e3f-a115-0240402f6700","key":"placed","ordinal":1,"at":"2026-11-25T22:21:00.183+00:00","kind":"order_placed","message":"Order K-100001 placed.","actor":"system","internal":false,"trace_id":"ee8c8e8d56f2bdb7eab2bcc60fa34986"},
{"order_id":"01a214cc-40fb-7e3f-a115-0240402f6700","key":"payment_captured","ordinal":2,"at":"2026-11-25T22:21:00.337+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"ee8c8e8d56f2bdb7eab2bcc60fa34986"},
{"order_id":"01a214cc-40fb-7e3f-a115-0240402f6700","key":"invoice_issued","ordinal":3,"at":"2026-11-25T22:21:00.383+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000001 issued.","actor":"system","internal":false,"trace_id":"ee8c8e8d56f2bdb7eab2bcc60fa34986"},
{"order_id":"01a214cc-40fb-7e3f-a115-0240402f6700","key":"fulfillment_requested","ordinal":4,"at":"2026-11-25T22:21:00.349+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"ee8c8e8d56f2bdb7eab2bcc60fa34986"},
{"order_id":"01a214cc-40fb-7e3f-a115-0240402f6700","key":"confirmation_sent","ordinal":5,"at":"2026-11-25T22:21:00.414+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"ee8c8e8d56f2bdb7eab2bcc60fa34986"},
{"order_id":"01a214cc-457f-7757-9ba4-475e36c47841","key":"placed","ordinal":6,"at":"2026-11-25T22:21:01.255+00:00","kind":"order_placed","message":"Order K-100002 placed.","actor":"system","internal":false,"trace_id":"efd820dd080a19e310ffb06feb00dee9"},
{"order_id":"01a214cc-457f-7757-9ba4-475e36c47841","key":"payment_captured","ordinal":7,"at":"2026-11-25T22:21:01.369+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"efd820dd080a19e310ffb06feb00dee9"},
{"order_id":"01a214cc-457f-7757-9ba4-475e36c47841","key":"invoice_issued","ordinal":8,"at":"2026-11-25T22:21:01.375+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000002 issued.","actor":"system","internal":false,"trace_id":"efd820dd080a19e310ffb06feb00dee9"},
{"order_id":"01a214cc-457f-7757-9ba4-475e36c47841","key":"fulfillment_requested","ordinal":9,"at":"2026-11-25T22:21:01.379+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"efd820dd080a19e310ffb06feb00dee9"},
{"order_id":"01a214cc-457f-7757-9ba4-475e36c47841","key":"confirmation_sent","ordinal":10,"at":"2026-11-25T22:21:01.384+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"efd820dd080a19e310ffb06feb00dee9"},
{"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","key":"placed","ordinal":11,"at":"2026-11-25T22:21:01.771+00:00","kind":"order_placed","message":"Order K-100003 placed.","actor":"system","internal":false,"trace_id":"c78bcfc7b5f137c8a8c3414ce7917eb2"},
{"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","key":"payment_captured","ordinal":12,"at":"2026-11-25T22:21:01.822+00:00","kind":"payment_captured","message":"Payment of 378.00 EUR captured.","actor":"system","internal":false,"trace_id":"c78bcfc7b5f137c8a8c3414ce7917eb2"},
{"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","key":"invoice_issued","ordinal":13,"at":"2026-11-25T22:21:01.83+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000003 issued.","actor":"system","internal":false,"trace_id":"c78bcfc7b5f137c8a8c3414ce7917eb2"},
{"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","key":"fulfillment_requested","ordinal":14,"at":"2026-11-25T22:21:01.823+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"c78bcfc7b5f137c8a8c3414ce7917eb2"},
{"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","key":"confirmation_sent","ordinal":15,"at":"2026-11-25T22:21:01.842+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"c78bcfc7b5f137c8a8c3414ce7917eb2"},
{"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","key":"fulfillment_shipped:01a214cc-4a6f-799e-9ae6-f3573a869fc2","ordinal":16,"at":"2026-11-25T22:21:02.443+00:00","kind":"fulfillment_shipped","message":"1 unit(s) shipped by sandbox_post, tracking number SBX9119C355D15D.","actor":"system","internal":false,"trace_id":"b5068eaf7d2fbb242c4b01b90dbff79b"},
{"order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","key":"placed","ordinal":17,"at":"2026-11-25T22:21:02.902+00:00","kind":"order_placed","message":"Order K-100004 placed.","actor":"system","internal":false,"trace_id":"614054456f9061cb0811d2c7063de215"},
{"order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","key":"payment_captured","ordinal":18,"at":"2026-11-25T22:21:03.026+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"614054456f9061cb0811d2c7063de215"},
{"order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","key":"invoice_issued","ordinal":19,"at":"2026-11-25T22:21:03.058+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000004 issued.","actor":"system","internal":false,"trace_id":"614054456f9061cb0811d2c7063de215"},
{"order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","key":"fulfillment_requested","ordinal":20,"at":"2026-11-25T22:21:03.058+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"614054456f9061cb0811d2c7063de215"},
{"order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","key":"confirmation_sent","ordinal":21,"at":"2026-11-25T22:21:03.083+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"614054456f9061cb0811d2c7063de215"},
{"order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","key":"refund_requested:01a214cc-4dae-705f-9277-313ea5d65385","ordinal":22,"at":"2026-11-25T22:21:03.294+00:00","kind":"refund_requested","message":"Refund of 5.00 EUR asked for: damaged in transit.","actor":"staff:01a214cc-2cca-792d-821d-e8c253c9cec4","internal":true,"trace_id":"f5cabf8c2fbdaf36125aad75519c7aeb"},
{"order_id":"01a214cc-54fd-742b-90c2-036f3f2c9e19","key":"placed","ordinal":23,"at":"2026-11-25T22:21:05.188+00:00","kind":"order_placed","message":"Order K-100006 placed.","actor":"system","internal":false,"trace_id":"7a00821d2d0b6656480eed441e85c6d0"},
{"order_id":"01a214cc-54fd-742b-90c2-036f3f2c9e19","key":"payment_in_review","ordinal":24,"at":"2026-11-25T22:21:07.521+00:00","kind":"payment_in_review","message":"The payment is held for review. Cancel the order, or settle it with the gateway.","actor":"system","internal":true,"trace_id":"7a00821d2d0b6656480eed441e85c6d0"},
{"order_id":"01a214cc-5ec2-751f-a235-8bbeff13c59b","key":"placed","ordinal":25,"at":"2026-11-25T22:21:07.68+00:00","kind":"order_placed","message":"Order K-100007 placed.","actor":"system","internal":false,"trace_id":"5327b92534d8b0b381f9bb17c41e2d3b"},
{"order_id":"01a214cc-5f7f-776e-9b01-94637878453c","key":"placed","ordinal":26,"at":"2026-11-25T22:21:07.859+00:00","kind":"order_placed","message":"Order K-100008 placed.","actor":"system","internal":false,"trace_id":"3a65c99beeefea3763645310164fc292"},
{"order_id":"01a214cc-606c-70a6-bce0-78d06d283ee6","key":"placed","ordinal":27,"at":"2026-11-25T22:21:08.243+00:00","kind":"order_placed","message":"Order K-100009 placed.","actor":"system","internal":false,"trace_id":"6c7d6d4048780ad73541424c674a507c"}
]');
select setval('"order".inbox_sequence_seq', 9);
select setval('"order".outbox_sequence_seq', 8);
select setval('"order".timeline_entry_ordinal_seq', 27);
