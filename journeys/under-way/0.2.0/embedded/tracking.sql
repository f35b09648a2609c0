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

-- applied 0002-kept-events
-- What is not understood is kept whole, for staff to look at.
alter table carrier_event alter column tracking_number drop not null;
alter table carrier_event add column review_id uuid not null default uuidv7();
alter table carrier_event add column kind text;
alter table carrier_event add column reason text;
alter table carrier_event add column body jsonb;

-- applied 0003-kept-events-index
-- alone: carriers' events come while it is built
drop index concurrently if exists carrier_event_kept;
create index concurrently carrier_event_kept on carrier_event (received_at, review_id)
  where tracking is not null or body is not null;

-- applied 0004-provider-of-parcel
-- Who is asked about the parcel: the shipping provider of its label, or the sandbox in its place;
-- null of parcels of an earlier version.
alter table parcel add column provider text;
alter table parcel add column sandbox boolean;
-- Why it is not asked, e.g. `provider_without_keys`.
alter table parcel add column held_as text;

-- rows
insert into "tracking"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"tracking"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.250255+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.407571+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.452669+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.470422+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.511225+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.542637+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.563202+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.630711+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.655239+00:00"},
{"name":"0001-parcels","checksum":"dYwJwcsn6E24ty70mKm32tTLEzbjOfmnwhmQKp6b38Y","applied_at":"2026-11-26T13:23:14.700168+00:00"},
{"name":"0002-kept-events","checksum":"1dE71CDwumBVz_8_21soyrLs7vd6qhrJRS47HhQalUY","applied_at":"2026-11-26T13:23:14.810316+00:00"},
{"name":"0003-kept-events-index","checksum":"FQ0MN4t9UbSfMTxi5H6sbF6zdaNeVQix80KY74nznmo","applied_at":"2026-11-26T13:23:14.908424+00:00"},
{"name":"0004-provider-of-parcel","checksum":"fWTVbNhSLaYrGW1pWtif6jvyls0vaQIOSUpcMHtFin4","applied_at":"2026-11-26T13:23:15.002391+00:00"}
]');
insert into "tracking"."parcel" (id, fulfillment_id, order_id, order_number, carrier_code, tracking_number, email, phone, customer_id, customer_name, channel, locale, traceparent, version, state, news_at, problem, estimated_delivery_at, next_poll_at, polls, created_at, provider, sandbox, held_as) overriding system value
select id, fulfillment_id, order_id, order_number, carrier_code, tracking_number, email, phone, customer_id, customer_name, channel, locale, traceparent, version, state, news_at, problem, estimated_delivery_at, next_poll_at, polls, created_at, provider, sandbox, held_as from json_populate_recordset(null::"tracking"."parcel", '[
{"id":"01a21806-6f26-8cb7-a732-3d660f4303c2","fulfillment_id":"01a21806-6f26-83b0-a9f6-261ba9c70743","order_id":"01a21806-6f26-73be-8212-3427e2ee1125","order_number":"K-100003","carrier_code":"sandbox_post","tracking_number":"SBX73084EDFAE9C","email":"part-shipped@under-way.example","phone":null,"customer_id":null,"customer_name":"Ada Sievers","channel":"default","locale":"en","traceparent":"00-2a9f405e0d55fae6f3182b3d24eec461-fdbdd4dcd7afa09e-01","version":0,"state":"label_purchased","news_at":null,"problem":null,"estimated_delivery_at":"2026-11-29T13:23:24.82+00:00","next_poll_at":"2026-11-26T13:28:24.886945+00:00","polls":0,"created_at":"2026-11-26T13:23:24.886945+00:00","provider":"shipengine","sandbox":true,"held_as":null}
]');
insert into "tracking"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as from json_populate_recordset(null::"tracking"."story", '[
{"name":"look_at_parcel","id":"01a21806-6f26-8cb7-a732-3d660f4303c2","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:23:49.886945+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-2a9f405e0d55fae6f3182b3d24eec461-fdbdd4dcd7afa09e-01","created_at":"2026-11-26T13:23:24.886945+00:00","finished_at":"2026-11-26T13:23:24.937769+00:00","held_as":null}
]');
