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
{"id":"01a214ce-4b5d-77fe-b03e-4f4635d2c27d","at":"2026-11-25T22:23:13.709558+00:00","actor_kind":"api_key","actor_id":"01a214cc-f295-755f-8f6f-bf8e369cd2e5","operation":"refundOrder","subject":"order:01a214ce-48fe-79b8-872a-c89332fda744","detail":{"after": {"reason": "damaged in transit", "refundId": "01a214ce-4b4e-7577-a2eb-c56fd9c53e15", "amountMinor": 500}},"trace_id":"7cb85beef6e3f6c27eb6242e1a8274d3"}
]');
insert into "order"."broker_seen" (one, server_id, stream_made_at) overriding system value
select one, server_id, stream_made_at from json_populate_recordset(null::"order"."broker_seen", '[
{"one":true,"server_id":"NC7O5KQOPPR2XIBFY6UMX7OCUKHTIHDIPUDJDJCLOZWYJU76J3EJHZWI","stream_made_at":"2026-11-25T22:22:46.204+00:00"}
]');
insert into "order"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at from json_populate_recordset(null::"order"."idempotency", '[
{"actor_scope":"api_key:01a214cc-f295-755f-8f6f-bf8e369cd2e5:default","operation":"refundOrder","key":"c3e61442-2750-4362-afff-4df2468664f8","body_hash":"Be2EhG2N75b3mwH-ki2U68Z5flDGjo44CwtjAi8pE_Y","reply":{"refundId":"01a214ce-4b4e-7577-a2eb-c56fd9c53e15","amountMinor":500,"currency":"EUR","reason":"damaged in transit","state":"pending","createdAt":"2026-11-25T22:23:13.709Z"},"created_at":"2026-11-25T22:23:13.709558+00:00"}
]');
insert into "order"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"order"."inbox", '[
{"event_id":"01a214ce-22dd-7b2f-a59a-db535b41ed38","sequence":1,"type":"checkout.completed","aggregate_id":"01a214ce-18ca-728a-bdeb-f25adc801b8e","aggregate_version":1,"received_at":"2026-11-25T22:23:03.94411+00:00"},
{"event_id":"01a214ce-375a-7988-b2e0-ffb14a3b9f3a","sequence":2,"type":"checkout.completed","aggregate_id":"01a214ce-3478-7e0a-b21f-7dd1f4ddbb24","aggregate_version":1,"received_at":"2026-11-25T22:23:08.725806+00:00"},
{"event_id":"01a214ce-3fd7-7df2-8576-80d83bf29dea","sequence":3,"type":"checkout.completed","aggregate_id":"01a214ce-3d4d-7df4-916e-5850c8c8fe31","aggregate_version":1,"received_at":"2026-11-25T22:23:10.865248+00:00"},
{"event_id":"01a214ce-4611-70c7-8815-00e1dac43753","sequence":4,"type":"fulfillment.shipped","aggregate_id":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","aggregate_version":7,"received_at":"2026-11-25T22:23:12.500226+00:00"},
{"event_id":"01a214ce-499a-71f4-86a3-cf9c649c03e8","sequence":5,"type":"checkout.completed","aggregate_id":"01a214ce-4808-78eb-b67e-e4e735eb7694","aggregate_version":1,"received_at":"2026-11-25T22:23:13.424795+00:00"},
{"event_id":"01a214ce-55da-7f3e-8bab-1d8e8103a656","sequence":6,"type":"checkout.completed","aggregate_id":"01a214ce-540a-7c25-89b1-9652f38f1304","aggregate_version":1,"received_at":"2026-11-25T22:23:16.554375+00:00"},
{"event_id":"01a214ce-6299-77e4-969f-88e17219ee45","sequence":7,"type":"checkout.completed","aggregate_id":"01a214ce-6068-7692-9133-26de8d4d6d4f","aggregate_version":1,"received_at":"2026-11-25T22:23:19.73928+00:00"},
{"event_id":"01a214ce-6461-7779-baa4-863701eff0cc","sequence":8,"type":"checkout.completed","aggregate_id":"01a214ce-634e-7d91-ba23-39c45eb93df9","aggregate_version":1,"received_at":"2026-11-25T22:23:20.1801+00:00"},
{"event_id":"01a214ce-6726-780b-bdd1-5ac8e60393b0","sequence":9,"type":"checkout.completed","aggregate_id":"01a214ce-6562-7bb1-ae89-a77e92edccca","aggregate_version":1,"received_at":"2026-11-25T22:23:20.916602+00:00"}
]');
insert into "order"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"order"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:21:41.124746+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:21:41.531808+00:00"},
{"name":"0001-orders","checksum":"p-IHEEFVbuD-cD3LOH3GWVD2b9XIBZEf4G38g_w2wQ0","applied_at":"2026-11-25T22:21:41.629466+00:00"}
]');
insert into "order"."order_line" (order_id, line_id, ordered_quantity, shipped_quantity, cancelled_quantity, refunded_quantity) overriding system value
select order_id, line_id, ordered_quantity, shipped_quantity, cancelled_quantity, refunded_quantity from json_populate_recordset(null::"order"."order_line", '[
{"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","line_id":"01a214ce-3cbf-77fb-865c-684f3398c6d4","ordered_quantity":2,"shipped_quantity":1,"cancelled_quantity":0,"refunded_quantity":0}
]');
insert into "order"."order_parcel" (order_id, fulfillment_id, carrier_code, tracking_number, status, estimated_delivery_at, created_at) overriding system value
select order_id, fulfillment_id, carrier_code, tracking_number, status, estimated_delivery_at, created_at from json_populate_recordset(null::"order"."order_parcel", '[
{"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","fulfillment_id":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","carrier_code":"sandbox_post","tracking_number":"SBX96082B1ABA84","status":"label_purchased","estimated_delivery_at":null,"created_at":"2026-11-25T22:23:12.500226+00:00"}
]');
insert into "order"."orders" (id, number, version, state, channel, locale, owner_kind, owner_id, access_token_hash, email, payment_id, currency, total_minor, captured_minor, refund_claimed_minor, refunded_minor, voided, disputed, progressed, confirmed_at, cancel_reason, snapshot, placed_at) overriding system value
select id, number, version, state, channel, locale, owner_kind, owner_id, access_token_hash, email, payment_id, currency, total_minor, captured_minor, refund_claimed_minor, refunded_minor, voided, disputed, progressed, confirmed_at, cancel_reason, snapshot, placed_at from json_populate_recordset(null::"order"."orders", '[
{"id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","number":"K-100001","version":2,"state":"confirmed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214ce-1575-704a-8d62-662600d145c0","access_token_hash":"zMGU7UeFCZiNFBShgf5ucndGBcI4HbJENDo0sWpDKBs","email":"finished@under-way.example","payment_id":"01a214ce-1ee7-7990-babd-718c73195e12","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-25T22:23:05.703615+00:00","cancel_reason":null,"snapshot":{"email": "finished@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214ce-186f-7fd7-b86b-68b3e0f7d504", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214ce-1575-704a-8d62-662600d145c0", "kind": "guest"}, "phone": null, "cartId": "01a214ce-17d3-7174-b55d-b9693acad7c5", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:23:03.369Z", "paymentId": "01a214ce-1ee7-7990-babd-718c73195e12", "checkoutId": "01a214ce-18ca-728a-bdeb-f25adc801b8e", "allocations": [{"sku": "MUG-1", "lineId": "01a214ce-186f-7fd7-b86b-68b3e0f7d504", "quantity": 1, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d", "backordered": 0}], "orderNumber": "K-100001", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214ce-18ca-728a-bdeb-f25adc801b8e", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "zMGU7UeFCZiNFBShgf5ucndGBcI4HbJENDo0sWpDKBs", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:23:03.369+00:00"},
{"id":"01a214ce-3686-70bf-b121-5039115ab7ba","number":"K-100002","version":2,"state":"confirmed","channel":"default","locale":"en","owner_kind":"customer","owner_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","access_token_hash":"CWm06KOBHVY2vSJoWCxmhbVeIbEssm8nmXxxn5bjSWE","email":"ticket@under-way.example","payment_id":"01a214ce-3686-7544-8d28-d27d29119cf6","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-25T22:23:09.129547+00:00","cancel_reason":null,"snapshot":{"email": "ticket@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214ce-3428-7c57-8dd8-6d958d7dead5", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214ce-2eb0-70cd-a6bf-f3462474ef4b", "kind": "customer"}, "phone": null, "cartId": "01a214ce-33ef-7a2e-8cc6-f98560bbd590", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214ce-3686-70bf-b121-5039115ab7ba", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:23:08.634Z", "paymentId": "01a214ce-3686-7544-8d28-d27d29119cf6", "checkoutId": "01a214ce-3478-7e0a-b21f-7dd1f4ddbb24", "allocations": [{"sku": "MUG-1", "lineId": "01a214ce-3428-7c57-8dd8-6d958d7dead5", "quantity": 1, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d", "backordered": 0}], "orderNumber": "K-100002", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214ce-3478-7e0a-b21f-7dd1f4ddbb24", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "CWm06KOBHVY2vSJoWCxmhbVeIbEssm8nmXxxn5bjSWE", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:23:08.634+00:00"},
{"id":"01a214ce-553a-7213-8d7e-76e47f68246e","number":"K-100006","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214ce-5236-7566-824d-e296a5ed8154","access_token_hash":"Hh_9FjzcKJ1gFGLgh_4MtOy4lI_B_zPbK1JmNjW2c-k","email":"on-hold@under-way.example","payment_id":"01a214ce-553a-789e-ba24-f25aea0e41f5","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "on-hold@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214ce-53c0-742a-a521-807e0df034c5", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214ce-5236-7566-824d-e296a5ed8154", "kind": "guest"}, "phone": null, "cartId": "01a214ce-52b2-7a2f-a70d-5241be9c54a7", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214ce-553a-7213-8d7e-76e47f68246e", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:23:16.442Z", "paymentId": "01a214ce-553a-789e-ba24-f25aea0e41f5", "checkoutId": "01a214ce-540a-7c25-89b1-9652f38f1304", "allocations": [{"sku": "MUG-1", "lineId": "01a214ce-53c0-742a-a521-807e0df034c5", "quantity": 1, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d", "backordered": 0}], "orderNumber": "K-100006", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214ce-540a-7c25-89b1-9652f38f1304", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "Hh_9FjzcKJ1gFGLgh_4MtOy4lI_B_zPbK1JmNjW2c-k", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:23:16.442+00:00"},
{"id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","number":"K-100003","version":4,"state":"partially_shipped","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214ce-3c1c-71f5-99a1-6ed320bcfc14","access_token_hash":"Das_jXDa5GVD1F34kye_4LJxoBgvRZtN5LNNmYgoMSg","email":"part-shipped@under-way.example","payment_id":"01a214ce-3ee2-7ef4-b620-4419409554f6","currency":"EUR","total_minor":37800,"captured_minor":37800,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":true,"confirmed_at":"2026-11-25T22:23:11.136515+00:00","cancel_reason":null,"snapshot":{"email": "part-shipped@under-way.example", "lines": [{"sku": "COAT-M", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "title": "Pilot Coat", "lineId": "01a214ce-3cbf-77fb-865c-684f3398c6d4", "imageUrl": null, "quantity": 2, "taxClass": "standard", "taxMinor": 6035, "productId": "01a214ce-0cf0-7ac8-95fe-ed2943a610fd", "totalMinor": 37800, "weightGrams": 1400, "variantTitle": "M", "discountMinor": 0, "subtotalMinor": 37800, "unitPriceMinor": 18900, "requiresShipping": true}], "owner": {"id": "01a214ce-3c1c-71f5-99a1-6ed320bcfc14", "kind": "guest"}, "phone": null, "cartId": "01a214ce-3c69-7035-8398-6ce0468195ef", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "currency": "EUR", "taxMinor": 6035, "totalMinor": 37800, "discountMinor": 0, "shippingMinor": 0, "subtotalMinor": 37800, "pricesIncludeTax": true, "shippingTaxMinor": 0}, "channel": "default", "orderId": "01a214ce-3ee2-7fed-8da6-36408b7f731d", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:23:10.807Z", "paymentId": "01a214ce-3ee2-7ef4-b620-4419409554f6", "checkoutId": "01a214ce-3d4d-7df4-916e-5850c8c8fe31", "allocations": [{"sku": "COAT-M", "lineId": "01a214ce-3cbf-77fb-865c-684f3398c6d4", "quantity": 2, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d", "backordered": 0}], "orderNumber": "K-100003", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214ce-3d4d-7df4-916e-5850c8c8fe31", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "Das_jXDa5GVD1F34kye_4LJxoBgvRZtN5LNNmYgoMSg", "authorizedMinor": 37800, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:23:10.807+00:00"},
{"id":"01a214ce-48fe-79b8-872a-c89332fda744","number":"K-100004","version":3,"state":"confirmed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214ce-47cb-7c4b-af27-148e8b0ad0f6","access_token_hash":"ypWtGpKqa1HAVx1jC71cBWgntUDlEBM9DC0RuEc8W1g","email":"refund@under-way.example","payment_id":"01a214ce-48fe-7cac-b800-a38d91df00b7","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":500,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-25T22:23:13.572828+00:00","cancel_reason":null,"snapshot":{"email": "refund@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214ce-47ea-7732-b486-75d8067d3c5c", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214ce-47cb-7c4b-af27-148e8b0ad0f6", "kind": "guest"}, "phone": null, "cartId": "01a214ce-47d0-73d8-8812-ecd5890c8496", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214ce-48fe-79b8-872a-c89332fda744", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:23:13.306Z", "paymentId": "01a214ce-48fe-7cac-b800-a38d91df00b7", "checkoutId": "01a214ce-4808-78eb-b67e-e4e735eb7694", "allocations": [{"sku": "MUG-1", "lineId": "01a214ce-47ea-7732-b486-75d8067d3c5c", "quantity": 1, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d", "backordered": 0}], "orderNumber": "K-100004", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214ce-4808-78eb-b67e-e4e735eb7694", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "ypWtGpKqa1HAVx1jC71cBWgntUDlEBM9DC0RuEc8W1g", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:23:13.306+00:00"},
{"id":"01a214ce-61de-7ad1-96f8-1423b0eded25","number":"K-100007","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214ce-601b-7c9d-8a3e-f1e31e1ab201","access_token_hash":"lN5fEd-zP4ZPuKEiwGvOx6_XTxC6v2H55KncZMxQNYk","email":"unpaid@under-way.example","payment_id":"01a214ce-61de-7dc4-9e4a-33a334c22ef7","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "unpaid@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214ce-6030-7319-8473-f15076dc5001", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214ce-601b-7c9d-8a3e-f1e31e1ab201", "kind": "guest"}, "phone": null, "cartId": "01a214ce-6020-7876-9368-66856e7a1bfb", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214ce-61de-7ad1-96f8-1423b0eded25", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:23:19.705Z", "paymentId": "01a214ce-61de-7dc4-9e4a-33a334c22ef7", "checkoutId": "01a214ce-6068-7692-9133-26de8d4d6d4f", "allocations": [{"sku": "MUG-1", "lineId": "01a214ce-6030-7319-8473-f15076dc5001", "quantity": 1, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d", "backordered": 0}], "orderNumber": "K-100007", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214ce-6068-7692-9133-26de8d4d6d4f", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "lN5fEd-zP4ZPuKEiwGvOx6_XTxC6v2H55KncZMxQNYk", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:23:19.705+00:00"},
{"id":"01a214ce-63e2-7f84-9090-34e78ab56d94","number":"K-100008","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214ce-62dc-7c18-ba61-d9893912d06c","access_token_hash":"4a1CWJKx9FaXsx53ODfdq_APG_Q1XlnTzT_y2uTQX0A","email":"unheard@under-way.example","payment_id":"01a214ce-63e2-7ac1-8933-360355aebf5a","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "unheard@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214ce-633e-75e1-aa6f-c6863723ae93", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214ce-62dc-7c18-ba61-d9893912d06c", "kind": "guest"}, "phone": null, "cartId": "01a214ce-632f-7dc4-b378-8f0c8f20fe8a", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214ce-63e2-7f84-9090-34e78ab56d94", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:23:20.161Z", "paymentId": "01a214ce-63e2-7ac1-8933-360355aebf5a", "checkoutId": "01a214ce-634e-7d91-ba23-39c45eb93df9", "allocations": [{"sku": "MUG-1", "lineId": "01a214ce-633e-75e1-aa6f-c6863723ae93", "quantity": 1, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d", "backordered": 0}], "orderNumber": "K-100008", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214ce-634e-7d91-ba23-39c45eb93df9", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "4a1CWJKx9FaXsx53ODfdq_APG_Q1XlnTzT_y2uTQX0A", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:23:20.161+00:00"},
{"id":"01a214ce-66cb-71f1-a8d8-30739baf635a","number":"K-100009","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a214ce-6499-7e06-8d68-8f5ce6ed866a","access_token_hash":"Oh6XANyOGBUY0Z1toW2hYO3Ze5Zl9oQbqNZVEgopTA0","email":"dead@under-way.example","payment_id":"01a214ce-66cb-731c-ab32-70cd65449eb4","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "dead@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214ce-650e-79b3-acdd-62b0484c1571", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a214ce-6499-7e06-8d68-8f5ce6ed866a", "kind": "guest"}, "phone": null, "cartId": "01a214ce-64b9-74a2-8ca5-d713b1363547", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a214ce-66cb-71f1-a8d8-30739baf635a", "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-25T22:23:20.870Z", "paymentId": "01a214ce-66cb-731c-ab32-70cd65449eb4", "checkoutId": "01a214ce-6562-7bb1-ae89-a77e92edccca", "allocations": [{"sku": "MUG-1", "lineId": "01a214ce-650e-79b3-acdd-62b0484c1571", "quantity": 1, "locationId": "01a214cc-ee0e-7afc-8043-9e597856989d", "backordered": 0}], "orderNumber": "K-100009", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a214ce-6562-7bb1-ae89-a77e92edccca", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "Oh6XANyOGBUY0Z1toW2hYO3Ze5Zl9oQbqNZVEgopTA0", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card"},"placed_at":"2026-11-25T22:23:20.87+00:00"}
]');
insert into "order"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"order"."outbox", '[
{"id":"01a214ce-25bb-7dd1-91a3-af086e6ed282","sequence":1,"type":"order.placed","schema_version":1,"aggregate_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-b3e254aeee6db3d0a74d1747dc56bd32-cc9e4e245d279f61-01","occurred_at":"2026-11-25T22:23:03.94411+00:00","data":{"email": "finished@under-way.example", "owner": {"id": "01a214ce-1575-704a-8d62-662600d145c0", "kind": "guest"}, "orderId": "01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a", "currency": "EUR", "placedAt": "2026-11-25T22:23:03.369Z", "totalMinor": 1780, "orderNumber": "K-100001"},"pending":[]},
{"id":"01a214ce-37ef-7a84-b186-95098d81db52","sequence":2,"type":"order.placed","schema_version":1,"aggregate_id":"01a214ce-3686-70bf-b121-5039115ab7ba","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-1bfb8d9b5d28ed2844cbda006eb10846-9fa52b67630689d3-01","occurred_at":"2026-11-25T22:23:08.725806+00:00","data":{"email": "ticket@under-way.example", "owner": {"id": "01a214ce-2eb0-70cd-a6bf-f3462474ef4b", "kind": "customer"}, "orderId": "01a214ce-3686-70bf-b121-5039115ab7ba", "currency": "EUR", "placedAt": "2026-11-25T22:23:08.634Z", "totalMinor": 1780, "orderNumber": "K-100002"},"pending":[]},
{"id":"01a214ce-4043-7a83-acbb-562c39721479","sequence":3,"type":"order.placed","schema_version":1,"aggregate_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-a96cfd6b823321ed64d55ee68b54be34-29877ee65f21e396-01","occurred_at":"2026-11-25T22:23:10.865248+00:00","data":{"email": "part-shipped@under-way.example", "owner": {"id": "01a214ce-3c1c-71f5-99a1-6ed320bcfc14", "kind": "guest"}, "orderId": "01a214ce-3ee2-7fed-8da6-36408b7f731d", "currency": "EUR", "placedAt": "2026-11-25T22:23:10.807Z", "totalMinor": 37800, "orderNumber": "K-100003"},"pending":[]},
{"id":"01a214ce-4a1d-7314-b8fe-f859194ab235","sequence":4,"type":"order.placed","schema_version":1,"aggregate_id":"01a214ce-48fe-79b8-872a-c89332fda744","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-f47789a2c1d19a44f58198121c40ba9f-6218f34cb59fb9c9-01","occurred_at":"2026-11-25T22:23:13.424795+00:00","data":{"email": "refund@under-way.example", "owner": {"id": "01a214ce-47cb-7c4b-af27-148e8b0ad0f6", "kind": "guest"}, "orderId": "01a214ce-48fe-79b8-872a-c89332fda744", "currency": "EUR", "placedAt": "2026-11-25T22:23:13.306Z", "totalMinor": 1780, "orderNumber": "K-100004"},"pending":[]},
{"id":"01a214ce-564d-77a9-b048-936cde787b74","sequence":5,"type":"order.placed","schema_version":1,"aggregate_id":"01a214ce-553a-7213-8d7e-76e47f68246e","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-e28270b022097f00bdb80fd9587ecb09-e25b353113db3163-01","occurred_at":"2026-11-25T22:23:16.554375+00:00","data":{"email": "on-hold@under-way.example", "owner": {"id": "01a214ce-5236-7566-824d-e296a5ed8154", "kind": "guest"}, "orderId": "01a214ce-553a-7213-8d7e-76e47f68246e", "currency": "EUR", "placedAt": "2026-11-25T22:23:16.442Z", "totalMinor": 1780, "orderNumber": "K-100006"},"pending":[]},
{"id":"01a214ce-62d2-71cf-a5b7-a6ad2cbbeffb","sequence":6,"type":"order.placed","schema_version":1,"aggregate_id":"01a214ce-61de-7ad1-96f8-1423b0eded25","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-6fbf4dff1a178cba247759bd1414a9c6-44f246ea9a4e1feb-01","occurred_at":"2026-11-25T22:23:19.73928+00:00","data":{"email": "unpaid@under-way.example", "owner": {"id": "01a214ce-601b-7c9d-8a3e-f1e31e1ab201", "kind": "guest"}, "orderId": "01a214ce-61de-7ad1-96f8-1423b0eded25", "currency": "EUR", "placedAt": "2026-11-25T22:23:19.705Z", "totalMinor": 1780, "orderNumber": "K-100007"},"pending":[]},
{"id":"01a214ce-64a3-7970-b311-5056464b3850","sequence":7,"type":"order.placed","schema_version":1,"aggregate_id":"01a214ce-63e2-7f84-9090-34e78ab56d94","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-4528ccee36ca9ef0336eee5948734d26-2740e09550c6413a-01","occurred_at":"2026-11-25T22:23:20.1801+00:00","data":{"email": "unheard@under-way.example", "owner": {"id": "01a214ce-62dc-7c18-ba61-d9893912d06c", "kind": "guest"}, "orderId": "01a214ce-63e2-7f84-9090-34e78ab56d94", "currency": "EUR", "placedAt": "2026-11-25T22:23:20.161Z", "totalMinor": 1780, "orderNumber": "K-100008"},"pending":[]},
{"id":"01a214ce-675d-745c-88f2-45590d0cf158","sequence":8,"type":"order.placed","schema_version":1,"aggregate_id":"01a214ce-66cb-71f1-a8d8-30739baf635a","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-87594b2ca5c2151aaf9b9d29c3cb8785-dbf6a6953d50fa7e-01","occurred_at":"2026-11-25T22:23:20.916602+00:00","data":{"email": "dead@under-way.example", "owner": {"id": "01a214ce-6499-7e06-8d68-8f5ce6ed866a", "kind": "guest"}, "orderId": "01a214ce-66cb-71f1-a8d8-30739baf635a", "currency": "EUR", "placedAt": "2026-11-25T22:23:20.870Z", "totalMinor": 1780, "orderNumber": "K-100009"},"pending":[]}
]');
insert into "order"."refund" (id, order_id, cause, amount_minor, reason, lines, state, created_at) overriding system value
select id, order_id, cause, amount_minor, reason, lines, state, created_at from json_populate_recordset(null::"order"."refund", '[
{"id":"01a214ce-4b4e-7577-a2eb-c56fd9c53e15","order_id":"01a214ce-48fe-79b8-872a-c89332fda744","cause":"staff","amount_minor":500,"reason":"damaged in transit","lines":null,"state":"pending","created_at":"2026-11-25T22:23:13.709558+00:00"}
]');
insert into "order"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"order"."story", '[
{"name":"order_process","id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:28.94411+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-b3e254aeee6db3d0a74d1747dc56bd32-cc9e4e245d279f61-01","created_at":"2026-11-25T22:23:03.94411+00:00","finished_at":"2026-11-25T22:23:05.703615+00:00"},
{"name":"order_process","id":"01a214ce-3686-70bf-b121-5039115ab7ba","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:33.725806+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-1bfb8d9b5d28ed2844cbda006eb10846-9fa52b67630689d3-01","created_at":"2026-11-25T22:23:08.725806+00:00","finished_at":"2026-11-25T22:23:09.129547+00:00"},
{"name":"order_process","id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:35.865248+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-a96cfd6b823321ed64d55ee68b54be34-29877ee65f21e396-01","created_at":"2026-11-25T22:23:10.865248+00:00","finished_at":"2026-11-25T22:23:11.136515+00:00"},
{"name":"order_process","id":"01a214ce-48fe-79b8-872a-c89332fda744","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:38.424795+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-f47789a2c1d19a44f58198121c40ba9f-6218f34cb59fb9c9-01","created_at":"2026-11-25T22:23:13.424795+00:00","finished_at":"2026-11-25T22:23:13.572828+00:00"},
{"name":"order_process","id":"01a214ce-553a-7213-8d7e-76e47f68246e","state":"held","attempts":2,"next_attempt_at":"2026-11-25T22:23:43.909833+00:00","last_error":"the payment is held for review","channel":"default","locale":"en","traceparent":"00-e28270b022097f00bdb80fd9587ecb09-e25b353113db3163-01","created_at":"2026-11-25T22:23:16.554375+00:00","finished_at":null},
{"name":"order_process","id":"01a214ce-63e2-7f84-9090-34e78ab56d94","state":"open","attempts":5,"next_attempt_at":"2026-11-25T22:23:39.274678+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-4528ccee36ca9ef0336eee5948734d26-2740e09550c6413a-01","created_at":"2026-11-25T22:23:20.1801+00:00","finished_at":null},
{"name":"order_process","id":"01a214ce-61de-7ad1-96f8-1423b0eded25","state":"open","attempts":5,"next_attempt_at":"2026-11-25T22:23:36.945385+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-6fbf4dff1a178cba247759bd1414a9c6-44f246ea9a4e1feb-01","created_at":"2026-11-25T22:23:19.73928+00:00","finished_at":null},
{"name":"order_process","id":"01a214ce-66cb-71f1-a8d8-30739baf635a","state":"open","attempts":6,"next_attempt_at":"2026-11-25T22:23:42.273309+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-87594b2ca5c2151aaf9b9d29c3cb8785-dbf6a6953d50fa7e-01","created_at":"2026-11-25T22:23:20.916602+00:00","finished_at":null},
{"name":"refund_order","id":"01a214ce-4b4e-7577-a2eb-c56fd9c53e15","state":"open","attempts":6,"next_attempt_at":"2026-11-25T22:23:44.472208+00:00","last_error":"Error: refund: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-7cb85beef6e3f6c27eb6242e1a8274d3-c002cfb6d399c92d-01","created_at":"2026-11-25T22:23:13.709558+00:00","finished_at":null}
]');
insert into "order"."timeline_entry" (order_id, key, ordinal, at, kind, message, actor, internal, trace_id) overriding system value
select order_id, key, ordinal, at, kind, message, actor, internal, trace_id from json_populate_recordset(null::"order"."timeline_entry", '[
{"order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","key":"placed","ordinal":1,"at":"2026-11-25T22:23:03.369+00:00","kind":"order_placed","message":"Order K-100001 placed.","actor":"system","internal":false,"trace_id":"b3e254aeee6db3d0a74d1747dc56bd32"},
{"order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","key":"payment_captured","ordinal":2,"at":"2026-11-25T22:23:04.928+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"b3e254aeee6db3d0a74d1747dc56bd32"},
{"order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","key":"invoice_issued","ordinal":3,"at":"2026-11-25T22:23:05.5+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000001 issued.","actor":"system","internal":false,"trace_id":"b3e254aeee6db3d0a74d1747dc56bd32"},
{"order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","key":"fulfillment_requested","ordinal":4,"at":"2026-11-25T22:23:05.113+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"b3e254aeee6db3d0a74d1747dc56bd32"},
{"order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","key":"confirmation_sent","ordinal":5,"at":"2026-11-25T22:23:05.674+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"b3e254aeee6db3d0a74d1747dc56bd32"},
{"order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","key":"placed","ordinal":6,"at":"2026-11-25T22:23:08.634+00:00","kind":"order_placed","message":"Order K-100002 placed.","actor":"system","internal":false,"trace_id":"1bfb8d9b5d28ed2844cbda006eb10846"},
{"order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","key":"payment_captured","ordinal":7,"at":"2026-11-25T22:23:08.998+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"1bfb8d9b5d28ed2844cbda006eb10846"},
{"order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","key":"invoice_issued","ordinal":8,"at":"2026-11-25T22:23:09.104+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000002 issued.","actor":"system","internal":false,"trace_id":"1bfb8d9b5d28ed2844cbda006eb10846"},
{"order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","key":"fulfillment_requested","ordinal":9,"at":"2026-11-25T22:23:09.072+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"1bfb8d9b5d28ed2844cbda006eb10846"},
{"order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","key":"confirmation_sent","ordinal":10,"at":"2026-11-25T22:23:09.126+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"1bfb8d9b5d28ed2844cbda006eb10846"},
{"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","key":"placed","ordinal":11,"at":"2026-11-25T22:23:10.807+00:00","kind":"order_placed","message":"Order K-100003 placed.","actor":"system","internal":false,"trace_id":"a96cfd6b823321ed64d55ee68b54be34"},
{"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","key":"payment_captured","ordinal":12,"at":"2026-11-25T22:23:11.03+00:00","kind":"payment_captured","message":"Payment of 378.00 EUR captured.","actor":"system","internal":false,"trace_id":"a96cfd6b823321ed64d55ee68b54be34"},
{"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","key":"invoice_issued","ordinal":13,"at":"2026-11-25T22:23:11.099+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000003 issued.","actor":"system","internal":false,"trace_id":"a96cfd6b823321ed64d55ee68b54be34"},
{"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","key":"fulfillment_requested","ordinal":14,"at":"2026-11-25T22:23:11.079+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"a96cfd6b823321ed64d55ee68b54be34"},
{"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","key":"confirmation_sent","ordinal":15,"at":"2026-11-25T22:23:11.136+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"a96cfd6b823321ed64d55ee68b54be34"},
{"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","key":"fulfillment_shipped:01a214ce-4611-70c7-8815-00e1dac43753","ordinal":16,"at":"2026-11-25T22:23:12.389+00:00","kind":"fulfillment_shipped","message":"1 unit(s) shipped by sandbox_post, tracking number SBX96082B1ABA84.","actor":"system","internal":false,"trace_id":"15ac8ee6c9f0df27824e5f2cfbe3c0d7"},
{"order_id":"01a214ce-48fe-79b8-872a-c89332fda744","key":"placed","ordinal":17,"at":"2026-11-25T22:23:13.306+00:00","kind":"order_placed","message":"Order K-100004 placed.","actor":"system","internal":false,"trace_id":"f47789a2c1d19a44f58198121c40ba9f"},
{"order_id":"01a214ce-48fe-79b8-872a-c89332fda744","key":"payment_captured","ordinal":18,"at":"2026-11-25T22:23:13.482+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"f47789a2c1d19a44f58198121c40ba9f"},
{"order_id":"01a214ce-48fe-79b8-872a-c89332fda744","key":"invoice_issued","ordinal":19,"at":"2026-11-25T22:23:13.531+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000004 issued.","actor":"system","internal":false,"trace_id":"f47789a2c1d19a44f58198121c40ba9f"},
{"order_id":"01a214ce-48fe-79b8-872a-c89332fda744","key":"fulfillment_requested","ordinal":20,"at":"2026-11-25T22:23:13.513+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"f47789a2c1d19a44f58198121c40ba9f"},
{"order_id":"01a214ce-48fe-79b8-872a-c89332fda744","key":"confirmation_sent","ordinal":21,"at":"2026-11-25T22:23:13.57+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"f47789a2c1d19a44f58198121c40ba9f"},
{"order_id":"01a214ce-48fe-79b8-872a-c89332fda744","key":"refund_requested:01a214ce-4b4e-7577-a2eb-c56fd9c53e15","ordinal":22,"at":"2026-11-25T22:23:13.754+00:00","kind":"refund_requested","message":"Refund of 5.00 EUR asked for: damaged in transit.","actor":"staff:01a214cc-f295-755f-8f6f-bf8e369cd2e5","internal":true,"trace_id":"7cb85beef6e3f6c27eb6242e1a8274d3"},
{"order_id":"01a214ce-553a-7213-8d7e-76e47f68246e","key":"placed","ordinal":23,"at":"2026-11-25T22:23:16.442+00:00","kind":"order_placed","message":"Order K-100006 placed.","actor":"system","internal":false,"trace_id":"e28270b022097f00bdb80fd9587ecb09"},
{"order_id":"01a214ce-553a-7213-8d7e-76e47f68246e","key":"payment_in_review","ordinal":24,"at":"2026-11-25T22:23:18.941+00:00","kind":"payment_in_review","message":"The payment is held for review. Cancel the order, or settle it with the gateway.","actor":"system","internal":true,"trace_id":"e28270b022097f00bdb80fd9587ecb09"},
{"order_id":"01a214ce-61de-7ad1-96f8-1423b0eded25","key":"placed","ordinal":25,"at":"2026-11-25T22:23:19.705+00:00","kind":"order_placed","message":"Order K-100007 placed.","actor":"system","internal":false,"trace_id":"6fbf4dff1a178cba247759bd1414a9c6"},
{"order_id":"01a214ce-63e2-7f84-9090-34e78ab56d94","key":"placed","ordinal":26,"at":"2026-11-25T22:23:20.161+00:00","kind":"order_placed","message":"Order K-100008 placed.","actor":"system","internal":false,"trace_id":"4528ccee36ca9ef0336eee5948734d26"},
{"order_id":"01a214ce-66cb-71f1-a8d8-30739baf635a","key":"placed","ordinal":27,"at":"2026-11-25T22:23:20.87+00:00","kind":"order_placed","message":"Order K-100009 placed.","actor":"system","internal":false,"trace_id":"87594b2ca5c2151aaf9b9d29c3cb8785"}
]');
select setval('"order".inbox_sequence_seq', 9);
select setval('"order".outbox_sequence_seq', 8);
select setval('"order".timeline_entry_ordinal_seq', 27);
