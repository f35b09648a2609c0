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

-- applied 0001-customers
create table customer (
  id uuid primary key,
  channel text not null,
  locale text not null,
  email text not null,
  first_name text,
  last_name text,
  -- E.164
  phone text,
  default_shipping_id uuid,
  default_billing_id uuid,
  version int not null default 1,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now()
);
create index customer_newest on customer (created_at, id);
create index customer_email on customer (lower(email) text_pattern_ops);
create index customer_last_name on customer (lower(last_name) text_pattern_ops);

create table customer_address (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  address jsonb not null,
  created_at timestamptz not null default kontor_now()
);
create index customer_address_owner on customer_address (customer_id, id);

-- Every consent given or withdrawn, never changed: the newest of a purpose counts.
create table consent_entry (
  id uuid primary key,
  sequence bigint generated always as identity,
  customer_id uuid not null references customer (id),
  purpose text not null check (purpose in ('marketing_email', 'marketing_sms')),
  granted boolean not null,
  source text not null,
  text_version text not null,
  actor_kind text not null,
  actor_id text not null,
  at timestamptz not null default kontor_now()
);
create index consent_entry_newest on consent_entry (customer_id, purpose, sequence desc);

create table customer_group (
  id uuid primary key,
  code text not null unique,
  name text not null,
  created_at timestamptz not null default kontor_now()
);
create table customer_group_member (
  group_id uuid not null references customer_group (id) on delete cascade,
  customer_id uuid not null references customer (id),
  primary key (customer_id, group_id)
);
create index customer_group_member_group on customer_group_member (group_id, customer_id);

create table customer_note (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  author_id text not null,
  body text not null,
  created_at timestamptz not null default kontor_now()
);
create index customer_note_newest on customer_note (customer_id, created_at, id);

-- Orders of customers, as they were placed. An order may be heard of before its customer.
create table customer_order (
  order_id uuid primary key,
  customer_id uuid not null,
  order_number text not null,
  total_minor bigint not null,
  currency text not null,
  placed_at timestamptz not null
);
create index customer_order_number on customer_order (order_number);
create index customer_order_newest on customer_order (customer_id, placed_at desc);

-- Messages on their way to notification; gone once it has them.
create table mail_to_hand_on (
  message_id uuid primary key,
  message jsonb not null
);

-- rows
insert into "customer"."broker_seen" (one, server_id, stream_made_at) overriding system value
select one, server_id, stream_made_at from json_populate_recordset(null::"customer"."broker_seen", '[
{"one":true,"server_id":"NC7O5KQOPPR2XIBFY6UMX7OCUKHTIHDIPUDJDJCLOZWYJU76J3EJHZWI","stream_made_at":"2026-11-25T22:22:46.204+00:00"}
]');
insert into "customer"."customer" (id, channel, locale, email, first_name, last_name, phone, default_shipping_id, default_billing_id, version, created_at, updated_at) overriding system value
select id, channel, locale, email, first_name, last_name, phone, default_shipping_id, default_billing_id, version, created_at, updated_at from json_populate_recordset(null::"customer"."customer", '[
{"id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","channel":"default","locale":"en","email":"ticket@under-way.example","first_name":"Ada","last_name":"Sievers","phone":null,"default_shipping_id":null,"default_billing_id":null,"version":1,"created_at":"2026-11-25T22:23:06.961753+00:00","updated_at":"2026-11-25T22:23:06.961753+00:00"}
]');
insert into "customer"."customer_order" (order_id, customer_id, order_number, total_minor, currency, placed_at) overriding system value
select order_id, customer_id, order_number, total_minor, currency, placed_at from json_populate_recordset(null::"customer"."customer_order", '[
{"order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","customer_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","order_number":"K-100002","total_minor":1780,"currency":"EUR","placed_at":"2026-11-25T22:23:08.634+00:00"}
]');
insert into "customer"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"customer"."inbox", '[
{"event_id":"01a214ce-25bb-7dd1-91a3-af086e6ed282","sequence":1,"type":"order.placed","aggregate_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","aggregate_version":1,"received_at":"2026-11-25T22:23:04.417821+00:00"},
{"event_id":"01a214ce-2eeb-7e6b-99d9-d99b9eba4b23","sequence":2,"type":"auth.mail_requested","aggregate_id":"01a214ce-2eea-7cab-bfc3-53d598bbe024","aggregate_version":1,"received_at":"2026-11-25T22:23:06.491962+00:00"},
{"event_id":"01a214ce-30a2-71f3-af0c-d4337c9fe69a","sequence":3,"type":"auth.registered","aggregate_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","aggregate_version":1,"received_at":"2026-11-25T22:23:06.961753+00:00"},
{"event_id":"01a214ce-37ef-7a84-b186-95098d81db52","sequence":4,"type":"order.placed","aggregate_id":"01a214ce-3686-70bf-b121-5039115ab7ba","aggregate_version":1,"received_at":"2026-11-25T22:23:08.855329+00:00"},
{"event_id":"01a214ce-3b6d-71d7-b27f-51ad4abedaa5","sequence":5,"type":"support.message_added","aggregate_id":"01a214ce-3b3d-76cf-98d5-47cb084b8cc3","aggregate_version":1,"received_at":"2026-11-25T22:23:09.827963+00:00"},
{"event_id":"01a214ce-4043-7a83-acbb-562c39721479","sequence":6,"type":"order.placed","aggregate_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","aggregate_version":1,"received_at":"2026-11-25T22:23:10.943326+00:00"},
{"event_id":"01a214ce-4a1d-7314-b8fe-f859194ab235","sequence":7,"type":"order.placed","aggregate_id":"01a214ce-48fe-79b8-872a-c89332fda744","aggregate_version":1,"received_at":"2026-11-25T22:23:13.470388+00:00"},
{"event_id":"01a214ce-564d-77a9-b048-936cde787b74","sequence":8,"type":"order.placed","aggregate_id":"01a214ce-553a-7213-8d7e-76e47f68246e","aggregate_version":1,"received_at":"2026-11-25T22:23:16.582968+00:00"}
]');
insert into "customer"."inbox_held" (event_id, sequence, type, aggregate_id, aggregate_version, previous_id, event, attempts, held_at, next_attempt_at, last_error, dead_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, previous_id, event, attempts, held_at, next_attempt_at, last_error, dead_at from json_populate_recordset(null::"customer"."inbox_held", '[
{"event_id":"01a214ce-64a3-7970-b311-5056464b3850","sequence":2,"type":"order.placed","aggregate_id":"01a214ce-63e2-7f84-9090-34e78ab56d94","aggregate_version":1,"previous_id":null,"event":{"id": "01a214ce-64a3-7970-b311-5056464b3850", "data": {"email": "unheard@under-way.example", "owner": {"id": "01a214ce-62dc-7c18-ba61-d9893912d06c", "kind": "guest"}, "orderId": "01a214ce-63e2-7f84-9090-34e78ab56d94", "currency": "EUR", "placedAt": "2026-11-25T22:23:20.161Z", "totalMinor": 1780, "orderNumber": "K-100008"}, "type": "order.placed", "actor": {"id": "order", "kind": "system", "channels": "*", "permissions": []}, "locale": "en", "channel": "default", "occurredAt": "2026-11-25T22:23:20.180Z", "previousId": null, "aggregateId": "01a214ce-63e2-7f84-9090-34e78ab56d94", "traceparent": "00-4528ccee36ca9ef0336eee5948734d26-2740e09550c6413a-01", "schemaVersion": 1, "aggregateVersion": 1},"attempts":1,"held_at":"2026-11-25T22:23:36.292183+00:00","next_attempt_at":"2026-11-25T22:23:37.292183+00:00","last_error":"error: canceling statement due to lock timeout","dead_at":null},
{"event_id":"01a214ce-675d-745c-88f2-45590d0cf158","sequence":3,"type":"order.placed","aggregate_id":"01a214ce-66cb-71f1-a8d8-30739baf635a","aggregate_version":1,"previous_id":null,"event":{"id": "01a214ce-675d-745c-88f2-45590d0cf158", "data": {"email": "dead@under-way.example", "owner": {"id": "01a214ce-6499-7e06-8d68-8f5ce6ed866a", "kind": "guest"}, "orderId": "01a214ce-66cb-71f1-a8d8-30739baf635a", "currency": "EUR", "placedAt": "2026-11-25T22:23:20.870Z", "totalMinor": 1780, "orderNumber": "K-100009"}, "type": "order.placed", "actor": {"id": "order", "kind": "system", "channels": "*", "permissions": []}, "locale": "en", "channel": "default", "occurredAt": "2026-11-25T22:23:20.916Z", "previousId": null, "aggregateId": "01a214ce-66cb-71f1-a8d8-30739baf635a", "traceparent": "00-87594b2ca5c2151aaf9b9d29c3cb8785-dbf6a6953d50fa7e-01", "schemaVersion": 1, "aggregateVersion": 1},"attempts":1,"held_at":"2026-11-25T22:23:37.064733+00:00","next_attempt_at":"2026-11-25T22:23:38.064733+00:00","last_error":"error: canceling statement due to lock timeout","dead_at":null},
{"event_id":"01a214ce-62d2-71cf-a5b7-a6ad2cbbeffb","sequence":1,"type":"order.placed","aggregate_id":"01a214ce-61de-7ad1-96f8-1423b0eded25","aggregate_version":1,"previous_id":null,"event":{"id": "01a214ce-62d2-71cf-a5b7-a6ad2cbbeffb", "data": {"email": "unpaid@under-way.example", "owner": {"id": "01a214ce-601b-7c9d-8a3e-f1e31e1ab201", "kind": "guest"}, "orderId": "01a214ce-61de-7ad1-96f8-1423b0eded25", "currency": "EUR", "placedAt": "2026-11-25T22:23:19.705Z", "totalMinor": 1780, "orderNumber": "K-100007"}, "type": "order.placed", "actor": {"id": "order", "kind": "system", "channels": "*", "permissions": []}, "locale": "en", "channel": "default", "occurredAt": "2026-11-25T22:23:19.739Z", "previousId": null, "aggregateId": "01a214ce-61de-7ad1-96f8-1423b0eded25", "traceparent": "00-6fbf4dff1a178cba247759bd1414a9c6-44f246ea9a4e1feb-01", "schemaVersion": 1, "aggregateVersion": 1},"attempts":2,"held_at":"2026-11-25T22:23:35.824349+00:00","next_attempt_at":"2026-11-25T22:23:46.942016+00:00","last_error":"error: canceling statement due to lock timeout","dead_at":null}
]');
insert into "customer"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"customer"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:21:41.073661+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:21:41.348295+00:00"},
{"name":"0001-customers","checksum":"J7a_KyjyOrS9JKKFapdjv7szls6Z-Tddlz2XpQeAli0","applied_at":"2026-11-25T22:21:41.437365+00:00"}
]');
insert into "customer"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"customer"."outbox", '[
{"id":"01a214ce-30d4-7961-8f37-82099f4fb7ab","sequence":1,"type":"customer.contact_changed","schema_version":1,"aggregate_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "customer", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-8f10d7cab473aa426faf8a5d8f673358-6f095b624e29cbc2-01","occurred_at":"2026-11-25T22:23:06.961753+00:00","data":{"email": "ticket@under-way.example", "phone": null, "customerId": "01a214ce-2eb0-70cd-a6bf-f3462474ef4b", "marketingConsent": false, "marketingSmsConsent": false},"pending":[]}
]');
insert into "customer"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"customer"."story", '[
{"name":"hand_on_mail","id":"01a214ce-2eeb-7e6b-99d9-d99b9eba4b23","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:31.491962+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-9c7e4751e9be31fd98444a48d6c64512-5cefdf1d9879fa3b-01","created_at":"2026-11-25T22:23:06.491962+00:00","finished_at":"2026-11-25T22:23:06.717751+00:00"},
{"name":"hand_on_mail","id":"01a214ce-3b6d-71d7-b27f-51ad4abedaa5","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:34.827963+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-e5cd7c06c51da642f7370ae4492a34ba-166c77a39afb1682-01","created_at":"2026-11-25T22:23:09.827963+00:00","finished_at":"2026-11-25T22:23:09.989441+00:00"}
]');
select setval('customer.inbox_held_sequence_seq', 3);
select setval('customer.inbox_sequence_seq', 8);
select setval('customer.outbox_sequence_seq', 1);
