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

-- applied 0001-parcels
-- A parcel that is followed, and how far it has come.
create table parcel (
  id uuid primary key,
  fulfillment_id uuid not null,
  order_id uuid not null,
  order_number text not null,
  carrier_code text not null,
  tracking_number text not null,
  email text not null,
  phone text,
  customer_id text,
  customer_name text,
  channel text not null,
  locale text not null,
  traceparent text not null,
  version int not null default 0,
  state text not null check (state in ('label_purchased', 'in_transit', 'out_for_delivery',
    'delivered', 'exception')),
  -- of the news that brought it there; older news change nothing
  news_at timestamptz,
  problem text,
  estimated_delivery_at timestamptz,
  -- null once there is nothing left to ask
  next_poll_at timestamptz,
  polls int not null default 0,
  created_at timestamptz not null default kontor_now()
);
create unique index parcel_by_number on parcel (tracking_number, carrier_code);
create index parcel_to_poll on parcel (next_poll_at) where next_poll_at is not null;

-- What the carrier reported of a parcel, as it happened.
create table parcel_event (
  parcel_id uuid not null references parcel (id),
  occurred_at timestamptz not null,
  state text not null,
  description text not null,
  city text,
  country text,
  primary key (parcel_id, occurred_at, state)
);

-- Webhooks that were taken, by the carrier's id. One for a parcel that is not followed yet is kept
-- whole and applied when it is.
create table carrier_event (
  id text primary key,
  tracking_number text not null,
  tracking jsonb,
  received_at timestamptz not null default kontor_now()
);
create index carrier_event_unclaimed on carrier_event (tracking_number) where tracking is not null;
create index carrier_event_age on carrier_event (received_at);

-- rows
insert into "tracking"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"tracking"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.655512+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:48.108842+00:00"},
{"name":"0001-parcels","checksum":"dYwJwcsn6E24ty70mKm32tTLEzbjOfmnwhmQKp6b38Y","applied_at":"2026-11-25T22:20:48.204234+00:00"}
]');
insert into "tracking"."parcel" (id, fulfillment_id, order_id, order_number, carrier_code, tracking_number, email, phone, customer_id, customer_name, channel, locale, traceparent, version, state, news_at, problem, estimated_delivery_at, next_poll_at, polls, created_at) overriding system value
select id, fulfillment_id, order_id, order_number, carrier_code, tracking_number, email, phone, customer_id, customer_name, channel, locale, traceparent, version, state, news_at, problem, estimated_delivery_at, next_poll_at, polls, created_at from json_populate_recordset(null::"tracking"."parcel", '[
{"id":"01a214cc-4792-866e-ab23-0a66cf4a617f","fulfillment_id":"01a214cc-4792-82a1-b3e5-4b630ef84988","order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","order_number":"K-100003","carrier_code":"sandbox_post","tracking_number":"SBX9119C355D15D","email":"part-shipped@under-way.example","phone":null,"customer_id":null,"customer_name":"Ada Sievers","channel":"default","locale":"en","traceparent":"00-b5068eaf7d2fbb242c4b01b90dbff79b-dc21cb05abae34d5-01","version":0,"state":"label_purchased","news_at":null,"problem":null,"estimated_delivery_at":"2026-11-28T22:21:02.34+00:00","next_poll_at":"2026-11-25T22:26:02.429031+00:00","polls":0,"created_at":"2026-11-25T22:21:02.429031+00:00"}
]');
insert into "tracking"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"tracking"."story", '[
{"name":"look_at_parcel","id":"01a214cc-4792-866e-ab23-0a66cf4a617f","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:21:27.429031+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-b5068eaf7d2fbb242c4b01b90dbff79b-dc21cb05abae34d5-01","created_at":"2026-11-25T22:21:02.429031+00:00","finished_at":"2026-11-25T22:21:02.479849+00:00"}
]');
