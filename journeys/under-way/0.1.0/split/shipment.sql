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

-- rows
insert into "shipment"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"shipment"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:21:41.0707+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:21:41.543483+00:00"},
{"name":"0001-parcels","checksum":"eQqR7_5l04HmOxk_N2zgNSZmSANSMq-0sXuRX2-gMvk","applied_at":"2026-11-25T22:21:41.647281+00:00"}
]');
insert into "shipment"."parcel" (id, fulfillment_id, order_id, state, ship_to, weight_grams, service_code, label_id, carrier_code, tracking_number, label_url, cost_minor, cost_currency, refusal_code, created_at, changed_at) overriding system value
select id, fulfillment_id, order_id, state, ship_to, weight_grams, service_code, label_id, carrier_code, tracking_number, label_url, cost_minor, cost_currency, refusal_code, created_at, changed_at from json_populate_recordset(null::"shipment"."parcel", '[
{"id":"01a214ce-3ee2-8a9a-9081-19c990791904","fulfillment_id":"01a214ce-3ee2-8cd4-9200-ffb1cc6a2dd8","order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","state":"purchased","ship_to":{"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"},"weight_grams":1400,"service_code":"sandbox_standard","label_id":"se-96082b1aba84","carrier_code":"sandbox_post","tracking_number":"SBX96082B1ABA84","label_url":"http://127.0.0.1:38743/sandbox/labels/se-96082b1aba84.pdf","cost_minor":602,"cost_currency":"USD","refusal_code":null,"created_at":"2026-11-25T22:23:11.774546+00:00","changed_at":"2026-11-25T22:23:12.154408+00:00"}
]');
