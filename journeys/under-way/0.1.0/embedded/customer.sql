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
insert into "customer"."customer" (id, channel, locale, email, first_name, last_name, phone, default_shipping_id, default_billing_id, version, created_at, updated_at) overriding system value
select id, channel, locale, email, first_name, last_name, phone, default_shipping_id, default_billing_id, version, created_at, updated_at from json_populate_recordset(null::"customer"."customer", '[
{"id":"01a214cc-43af-7879-a1f9-7718a588253c","channel":"default","locale":"en","email":"ticket@under-way.example","first_name":"Ada","last_name":"Sievers","phone":null,"default_shipping_id":null,"default_billing_id":null,"version":1,"created_at":"2026-11-25T22:21:00.944167+00:00","updated_at":"2026-11-25T22:21:00.944167+00:00"}
]');
insert into "customer"."customer_order" (order_id, customer_id, order_number, total_minor, currency, placed_at) overriding system value
select order_id, customer_id, order_number, total_minor, currency, placed_at from json_populate_recordset(null::"customer"."customer_order", '[
{"order_id":"01a214cc-457f-7757-9ba4-475e36c47841","customer_id":"01a214cc-43af-7879-a1f9-7718a588253c","order_number":"K-100002","total_minor":1780,"currency":"EUR","placed_at":"2026-11-25T22:21:01.255+00:00"}
]');
insert into "customer"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"customer"."inbox", '[
{"event_id":"01a214cc-41ca-725d-b7d5-cd5aca767d36","sequence":1,"type":"order.placed","aggregate_id":"01a214cc-40fb-7e3f-a115-0240402f6700","aggregate_version":1,"received_at":"2026-11-25T22:21:00.370774+00:00"},
{"event_id":"01a214cc-43c7-7430-9e45-c26121554a07","sequence":2,"type":"auth.mail_requested","aggregate_id":"01a214cc-43c7-7358-aa5f-443001e8c443","aggregate_version":1,"received_at":"2026-11-25T22:21:00.762116+00:00"},
{"event_id":"01a214cc-4477-7ccd-97f8-118edc011c03","sequence":3,"type":"auth.registered","aggregate_id":"01a214cc-43af-7879-a1f9-7718a588253c","aggregate_version":1,"received_at":"2026-11-25T22:21:00.944167+00:00"},
{"event_id":"01a214cc-45e7-7a6c-848b-d26921635079","sequence":4,"type":"order.placed","aggregate_id":"01a214cc-457f-7757-9ba4-475e36c47841","aggregate_version":1,"received_at":"2026-11-25T22:21:01.308919+00:00"},
{"event_id":"01a214cc-469f-7c87-b124-abb067f0ae2f","sequence":5,"type":"support.message_added","aggregate_id":"01a214cc-4690-710e-9af5-88e3becf6b62","aggregate_version":1,"received_at":"2026-11-25T22:21:01.501209+00:00"},
{"event_id":"01a214cc-47dc-7b02-81bb-2c327897ff05","sequence":6,"type":"order.placed","aggregate_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","aggregate_version":1,"received_at":"2026-11-25T22:21:01.798498+00:00"},
{"event_id":"01a214cc-4c75-7929-bcd0-5b04c8691a9f","sequence":7,"type":"order.placed","aggregate_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","aggregate_version":1,"received_at":"2026-11-25T22:21:02.997741+00:00"},
{"event_id":"01a214cc-554a-7b42-9941-edc73b94ef59","sequence":8,"type":"order.placed","aggregate_id":"01a214cc-54fd-742b-90c2-036f3f2c9e19","aggregate_version":1,"received_at":"2026-11-25T22:21:05.24563+00:00"},
{"event_id":"01a214cc-5efc-7880-9b6d-28ed0541b459","sequence":9,"type":"order.placed","aggregate_id":"01a214cc-5ec2-751f-a235-8bbeff13c59b","aggregate_version":1,"received_at":"2026-11-25T22:21:07.710628+00:00"}
]');
insert into "customer"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"customer"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.617866+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:47.886207+00:00"},
{"name":"0001-customers","checksum":"J7a_KyjyOrS9JKKFapdjv7szls6Z-Tddlz2XpQeAli0","applied_at":"2026-11-25T22:20:48.018665+00:00"}
]');
insert into "customer"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"customer"."outbox", '[
{"id":"01a214cc-4492-7207-921b-499e11d7f670","sequence":1,"type":"customer.contact_changed","schema_version":1,"aggregate_id":"01a214cc-43af-7879-a1f9-7718a588253c","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "customer", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-fddfda8af4e015225460988c027015db-e0638da6aa5a91a1-01","occurred_at":"2026-11-25T22:21:00.944167+00:00","data":{"email": "ticket@under-way.example", "phone": null, "customerId": "01a214cc-43af-7879-a1f9-7718a588253c", "marketingConsent": false, "marketingSmsConsent": false},"pending":[]}
]');
insert into "customer"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"customer"."story", '[
{"name":"hand_on_mail","id":"01a214cc-43c7-7430-9e45-c26121554a07","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:21:25.762116+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-e0e0da771beefc455032904ce5fc66cc-85ea9d7105ab54a8-01","created_at":"2026-11-25T22:21:00.762116+00:00","finished_at":"2026-11-25T22:21:00.813044+00:00"},
{"name":"hand_on_mail","id":"01a214cc-469f-7c87-b124-abb067f0ae2f","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:21:26.501209+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-f59f4e64469fa4b471d0cf0ee0cacc47-f24dd79904282d5f-01","created_at":"2026-11-25T22:21:01.501209+00:00","finished_at":"2026-11-25T22:21:01.552095+00:00"}
]');
select setval('customer.inbox_sequence_seq', 9);
select setval('customer.outbox_sequence_seq', 1);
