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

-- applied 0001-parcels
-- A parcel and its label. The row is there before the carrier is asked.
create table parcel (
  id uuid primary key,
  fulfillment_id uuid not null,
  order_id uuid not null,
  state text not null check (state in ('purchasing', 'purchased', 'voiding', 'voided', 'refused')),
  ship_to jsonb not null,
  weight_grams int not null check (weight_grams > 0),
  -- null until one is chosen; kept before the label is bought, so that a retry asks for the same
  service_code text,
  label_id text,
  carrier_code text,
  tracking_number text,
  label_url text,
  cost_minor bigint,
  cost_currency text,
  refusal_code text,
  created_at timestamptz not null default kontor_now(),
  changed_at timestamptz not null default kontor_now()
);
create index parcel_of_order on parcel (order_id);

-- applied 0002-carrier-of-parcel
-- The account with the carrier that the label is bought from; null until one is chosen, and of
-- parcels of an earlier version.
alter table parcel add column carrier_id text;
-- The carrier's own words beside its code.
alter table parcel add column refusal_detail text;

-- applied 0003-provider-of-label
-- Where the label is bought and stays: at which shipping provider, or in the sandbox in its place;
-- null of parcels of an earlier version.
alter table parcel add column provider text;
alter table parcel add column sandbox boolean;
-- Why nothing goes on with it, e.g. `provider_without_keys`.
alter table parcel add column held_as text;

-- rows
insert into "shipment"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"shipment"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.322044+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.63154+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.696544+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.761585+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.774317+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.794652+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.857027+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.896509+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.938474+00:00"},
{"name":"0001-parcels","checksum":"eQqR7_5l04HmOxk_N2zgNSZmSANSMq-0sXuRX2-gMvk","applied_at":"2026-11-26T13:23:14.999207+00:00"},
{"name":"0002-carrier-of-parcel","checksum":"ThbPUqXzzwNu39c0Dn41F-QZJPKGa1pAagacJ5i9erM","applied_at":"2026-11-26T13:23:15.083057+00:00"},
{"name":"0003-provider-of-label","checksum":"PqOaWrPIXAlTdotKPq_0NcJjsQqRAfJoaV1AmSkTVHY","applied_at":"2026-11-26T13:23:15.115314+00:00"}
]');
insert into "shipment"."parcel" (id, fulfillment_id, order_id, state, ship_to, weight_grams, service_code, label_id, carrier_code, tracking_number, label_url, cost_minor, cost_currency, refusal_code, created_at, changed_at, carrier_id, refusal_detail, provider, sandbox, held_as) overriding system value
select id, fulfillment_id, order_id, state, ship_to, weight_grams, service_code, label_id, carrier_code, tracking_number, label_url, cost_minor, cost_currency, refusal_code, created_at, changed_at, carrier_id, refusal_detail, provider, sandbox, held_as from json_populate_recordset(null::"shipment"."parcel", '[
{"id":"01a21806-6f26-8cb7-a732-3d660f4303c2","fulfillment_id":"01a21806-6f26-83b0-a9f6-261ba9c70743","order_id":"01a21806-6f26-73be-8212-3427e2ee1125","state":"purchased","ship_to":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"weight_grams":1400,"service_code":"sandbox_standard","label_id":"se-73084edfae9c","carrier_code":"sandbox_post","tracking_number":"SBX73084EDFAE9C","label_url":"http://127.0.0.1:41945/sandbox/labels/se-73084edfae9c.pdf","cost_minor":602,"cost_currency":"USD","refusal_code":null,"created_at":"2026-11-26T13:23:24.810027+00:00","changed_at":"2026-11-26T13:23:24.840292+00:00","carrier_id":"se-100","refusal_detail":null,"provider":"shipengine","sandbox":true,"held_as":null}
]');
