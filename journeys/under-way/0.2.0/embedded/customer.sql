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

-- applied 0002-groups-to-tell
-- Customers whose groups are still to be told: those who were in groups before anybody heard of
-- them, and the members of a group that was removed. A story tells them a batch at a time.
create table groups_to_tell (
  customer_id uuid primary key references customer (id)
);
insert into groups_to_tell select distinct customer_id from customer_group_member;

-- applied 0003-lists
create trigger customer_note_update before insert or update on customer
  for each row execute function note_update();

-- applied 0004-list-indexes
-- alone: the table is in use
drop index concurrently if exists customer_by_update;
create index concurrently customer_by_update on customer (updated_at, id);
drop index concurrently if exists customer_of_channel;
create index concurrently customer_of_channel on customer (channel, created_at, id);

-- applied 0005-fields
-- Fields that the shop defines itself, of customers, and the values of them.
create table field_definition (
  owner text not null,
  key text not null,
  definition jsonb not null,
  version int not null default 1,
  updated_at timestamptz not null default kontor_now(),
  primary key (owner, key)
);
alter table customer add column attributes jsonb not null default '{}';

-- rows
insert into "customer"."customer" (id, channel, locale, email, first_name, last_name, phone, default_shipping_id, default_billing_id, version, created_at, updated_at, attributes) overriding system value
select id, channel, locale, email, first_name, last_name, phone, default_shipping_id, default_billing_id, version, created_at, updated_at, attributes from json_populate_recordset(null::"customer"."customer", '[
{"id":"01a21806-6c1e-701f-a691-19dfbd993bbf","channel":"default","locale":"en","email":"ticket@under-way.example","first_name":"Ada","last_name":"Sievers","phone":null,"default_shipping_id":null,"default_billing_id":null,"version":1,"created_at":"2026-11-26T13:23:24.096866+00:00","updated_at":"2026-11-26T13:23:24+00:00","attributes":{}}
]');
insert into "customer"."customer_order" (order_id, customer_id, order_number, total_minor, currency, placed_at) overriding system value
select order_id, customer_id, order_number, total_minor, currency, placed_at from json_populate_recordset(null::"customer"."customer_order", '[
{"order_id":"01a21806-6e04-7167-a390-08ae919d4ddf","customer_id":"01a21806-6c1e-701f-a691-19dfbd993bbf","order_number":"K-100002","total_minor":1780,"currency":"EUR","placed_at":"2026-11-26T13:23:24.323+00:00"}
]');
insert into "customer"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"customer"."inbox", '[
{"event_id":"01a21806-67ce-7a4f-b716-45aec55720d6","sequence":1,"type":"order.placed","aggregate_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","aggregate_version":1,"received_at":"2026-11-26T13:23:23.045475+00:00"},
{"event_id":"01a21806-6c3d-79a0-92cf-edf6fff0b1ba","sequence":2,"type":"auth.mail_requested","aggregate_id":"01a21806-6c3d-7c1c-9909-c1f7a2c0545b","aggregate_version":1,"received_at":"2026-11-26T13:23:23.873522+00:00"},
{"event_id":"01a21806-6d3b-74ef-a1b9-5055ac225831","sequence":3,"type":"auth.registered","aggregate_id":"01a21806-6c1e-701f-a691-19dfbd993bbf","aggregate_version":1,"received_at":"2026-11-26T13:23:24.096866+00:00"},
{"event_id":"01a21806-6e35-7ab1-a1a7-71d2d4e253e5","sequence":4,"type":"order.placed","aggregate_id":"01a21806-6e04-7167-a390-08ae919d4ddf","aggregate_version":1,"received_at":"2026-11-26T13:23:24.358142+00:00"},
{"event_id":"01a21806-6e88-705b-8f23-09e6ed2817ae","sequence":5,"type":"support.message_added","aggregate_id":"01a21806-6e80-7f93-a66f-f690fdaf9c25","aggregate_version":1,"received_at":"2026-11-26T13:23:24.433766+00:00"},
{"event_id":"01a21806-6f54-7e89-8204-9945161e2872","sequence":6,"type":"order.placed","aggregate_id":"01a21806-6f26-73be-8212-3427e2ee1125","aggregate_version":1,"received_at":"2026-11-26T13:23:24.633407+00:00"},
{"event_id":"01a21806-7178-79b7-bdda-56c10eae7276","sequence":7,"type":"order.placed","aggregate_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","aggregate_version":1,"received_at":"2026-11-26T13:23:25.182352+00:00"},
{"event_id":"01a21806-7711-7226-b909-9371317c6c10","sequence":8,"type":"order.placed","aggregate_id":"01a21806-76ee-71f1-a594-7462b183c593","aggregate_version":1,"received_at":"2026-11-26T13:23:26.613763+00:00"}
]');
insert into "customer"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"customer"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.220151+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.370713+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.456836+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.506603+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.53092+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.567161+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.59565+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.632877+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.661749+00:00"},
{"name":"0001-customers","checksum":"J7a_KyjyOrS9JKKFapdjv7szls6Z-Tddlz2XpQeAli0","applied_at":"2026-11-26T13:23:14.692878+00:00"},
{"name":"0002-groups-to-tell","checksum":"pNDSyVRzyJeO9I3HXIOSX6FyZhK4OEpaggRLDfMaJOA","applied_at":"2026-11-26T13:23:14.931827+00:00"},
{"name":"0003-lists","checksum":"FZhc7Ti3MvsqYvtfhyAzHsppC3g743vaZWoa8KT9GfA","applied_at":"2026-11-26T13:23:15.001824+00:00"},
{"name":"0004-list-indexes","checksum":"1E0un0A7ZznQmzhGPvu_2Ia5QPQj6cJOdlIsQQ8jd6E","applied_at":"2026-11-26T13:23:15.03551+00:00"},
{"name":"0005-fields","checksum":"SmJ6UW2fx2MnGQTUcIyVR04TGdS9ZfWt3JqbunX5MIo","applied_at":"2026-11-26T13:23:15.121761+00:00"}
]');
insert into "customer"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at from json_populate_recordset(null::"customer"."outbox", '[
{"id":"01a21806-6d4a-7538-b861-4eec1ceeffa4","sequence":1,"type":"customer.contact_changed","schema_version":1,"aggregate_id":"01a21806-6c1e-701f-a691-19dfbd993bbf","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "customer", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-234f837f0eec818c75bd241c18793d6e-3d3ea5ff653b77df-01","occurred_at":"2026-11-26T13:23:24.096866+00:00","data":{"email": "ticket@under-way.example", "phone": null, "customerId": "01a21806-6c1e-701f-a691-19dfbd993bbf", "marketingConsent": false, "marketingSmsConsent": false},"pending":[],"unconfirmed":[],"handed_at":null}
]');
insert into "customer"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as from json_populate_recordset(null::"customer"."story", '[
{"name":"hand_on_mail","id":"01a21806-6c3d-79a0-92cf-edf6fff0b1ba","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:23:48.873522+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-df1edf23c8a9954e80d9d072b0194767-b0d6dc889777d4af-01","created_at":"2026-11-26T13:23:23.873522+00:00","finished_at":"2026-11-26T13:23:23.88502+00:00","held_as":null},
{"name":"hand_on_mail","id":"01a21806-6e88-705b-8f23-09e6ed2817ae","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:23:49.433766+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-ba589860413f7524d9550fb0b1c5928d-900a4519a3d85a30-01","created_at":"2026-11-26T13:23:24.433766+00:00","finished_at":"2026-11-26T13:23:24.442687+00:00","held_as":null}
]');
select setval('customer.inbox_sequence_seq', 8);
select setval('customer.outbox_sequence_seq', 1);
