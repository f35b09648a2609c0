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

-- applied 0001-delivery
create table zone (
  code text primary key,
  name text not null,
  -- '*' serves every channel
  channels text[] not null default '{*}',
  -- ISO 3166-1; '*' is the rest of the world
  countries text[] not null check (cardinality(countries) > 0),
  -- ISO 3166-2 such as US-HI; empty: all of the countries
  regions text[] not null default '{}'
);

create table method (
  zone_code text not null references zone (code) on delete cascade,
  code text not null,
  name text not null,
  -- what its rates are chosen by: grams, minor units of the goods, or pieces
  basis text not null check (basis in ('weight', 'price', 'items')),
  carrier_code text,
  service_code text,
  earliest_days int check (earliest_days >= 0),
  latest_days int check (latest_days >= earliest_days),
  active boolean not null default true,
  primary key (zone_code, code)
);

create table rate (
  zone_code text not null,
  method_code text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- from_value ≤ value < below_value; null: without end
  from_value bigint not null check (from_value >= 0),
  below_value bigint check (below_value > from_value),
  price_minor bigint not null check (price_minor >= 0),
  primary key (zone_code, method_code, currency, from_value),
  foreign key (zone_code, method_code) references method (zone_code, code) on delete cascade
);

-- From this worth of goods on a method costs nothing.
create table free_threshold (
  zone_code text not null,
  method_code text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  subtotal_minor bigint not null check (subtotal_minor >= 0),
  primary key (zone_code, method_code, currency),
  foreign key (zone_code, method_code) references method (zone_code, code) on delete cascade
);

create table channel_setting (
  channel text primary key,
  live_quotes boolean not null
);

-- rows
insert into "shipping"."free_threshold" (zone_code, method_code, currency, subtotal_minor) overriding system value
select zone_code, method_code, currency, subtotal_minor from json_populate_recordset(null::"shipping"."free_threshold", '[
{"zone_code":"home","method_code":"standard","currency":"EUR","subtotal_minor":7500},
{"zone_code":"home","method_code":"standard","currency":"USD","subtotal_minor":8250},
{"zone_code":"home","method_code":"standard","currency":"GBP","subtotal_minor":6375},
{"zone_code":"home","method_code":"standard","currency":"CHF","subtotal_minor":7125},
{"zone_code":"home","method_code":"standard","currency":"CAD","subtotal_minor":11250},
{"zone_code":"home","method_code":"standard","currency":"SEK","subtotal_minor":82500},
{"zone_code":"home","method_code":"standard","currency":"DKK","subtotal_minor":56250},
{"zone_code":"home","method_code":"standard","currency":"PLN","subtotal_minor":32250},
{"zone_code":"home","method_code":"standard","currency":"CZK","subtotal_minor":187500},
{"zone_code":"home","method_code":"standard","currency":"JPY","subtotal_minor":12000},
{"zone_code":"home","method_code":"standard","currency":"AUD","subtotal_minor":12750},
{"zone_code":"europe","method_code":"standard","currency":"EUR","subtotal_minor":15000},
{"zone_code":"europe","method_code":"standard","currency":"USD","subtotal_minor":16500},
{"zone_code":"europe","method_code":"standard","currency":"GBP","subtotal_minor":12750},
{"zone_code":"europe","method_code":"standard","currency":"CHF","subtotal_minor":14250},
{"zone_code":"europe","method_code":"standard","currency":"CAD","subtotal_minor":22500},
{"zone_code":"europe","method_code":"standard","currency":"SEK","subtotal_minor":165000},
{"zone_code":"europe","method_code":"standard","currency":"DKK","subtotal_minor":112500},
{"zone_code":"europe","method_code":"standard","currency":"PLN","subtotal_minor":64500},
{"zone_code":"europe","method_code":"standard","currency":"CZK","subtotal_minor":375000},
{"zone_code":"europe","method_code":"standard","currency":"JPY","subtotal_minor":24000},
{"zone_code":"europe","method_code":"standard","currency":"AUD","subtotal_minor":25500}
]');
insert into "shipping"."method" (zone_code, code, name, basis, carrier_code, service_code, earliest_days, latest_days, active) overriding system value
select zone_code, code, name, basis, carrier_code, service_code, earliest_days, latest_days, active from json_populate_recordset(null::"shipping"."method", '[
{"zone_code":"home","code":"standard","name":"Standard","basis":"weight","carrier_code":null,"service_code":null,"earliest_days":2,"latest_days":4,"active":true},
{"zone_code":"home","code":"express","name":"Express","basis":"weight","carrier_code":null,"service_code":null,"earliest_days":1,"latest_days":1,"active":true},
{"zone_code":"europe","code":"standard","name":"Standard","basis":"weight","carrier_code":null,"service_code":null,"earliest_days":3,"latest_days":6,"active":true},
{"zone_code":"europe","code":"express","name":"Express","basis":"weight","carrier_code":null,"service_code":null,"earliest_days":2,"latest_days":3,"active":true},
{"zone_code":"world","code":"standard","name":"International","basis":"weight","carrier_code":null,"service_code":null,"earliest_days":6,"latest_days":14,"active":true},
{"zone_code":"world","code":"express","name":"International Express","basis":"weight","carrier_code":null,"service_code":null,"earliest_days":3,"latest_days":5,"active":true}
]');
insert into "shipping"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"shipping"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.158704+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.398641+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.527462+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.565985+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.60493+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.633087+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.674937+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.717228+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.739716+00:00"},
{"name":"0001-delivery","checksum":"bRfnfAhBxiYd8Fsd-Grolm942K9WepeO_ffEg83OA7o","applied_at":"2026-11-26T13:23:14.768328+00:00"}
]');
insert into "shipping"."rate" (zone_code, method_code, currency, from_value, below_value, price_minor) overriding system value
select zone_code, method_code, currency, from_value, below_value, price_minor from json_populate_recordset(null::"shipping"."rate", '[
{"zone_code":"home","method_code":"standard","currency":"EUR","from_value":0,"below_value":5000,"price_minor":490},
{"zone_code":"home","method_code":"standard","currency":"EUR","from_value":5000,"below_value":31500,"price_minor":990},
{"zone_code":"home","method_code":"standard","currency":"EUR","from_value":31500,"below_value":null,"price_minor":2990},
{"zone_code":"home","method_code":"standard","currency":"USD","from_value":0,"below_value":5000,"price_minor":539},
{"zone_code":"home","method_code":"standard","currency":"USD","from_value":5000,"below_value":31500,"price_minor":1089},
{"zone_code":"home","method_code":"standard","currency":"USD","from_value":31500,"below_value":null,"price_minor":3289},
{"zone_code":"home","method_code":"standard","currency":"GBP","from_value":0,"below_value":5000,"price_minor":417},
{"zone_code":"home","method_code":"standard","currency":"GBP","from_value":5000,"below_value":31500,"price_minor":842},
{"zone_code":"home","method_code":"standard","currency":"GBP","from_value":31500,"below_value":null,"price_minor":2542},
{"zone_code":"home","method_code":"standard","currency":"CHF","from_value":0,"below_value":5000,"price_minor":466},
{"zone_code":"home","method_code":"standard","currency":"CHF","from_value":5000,"below_value":31500,"price_minor":941},
{"zone_code":"home","method_code":"standard","currency":"CHF","from_value":31500,"below_value":null,"price_minor":2841},
{"zone_code":"home","method_code":"standard","currency":"CAD","from_value":0,"below_value":5000,"price_minor":735},
{"zone_code":"home","method_code":"standard","currency":"CAD","from_value":5000,"below_value":31500,"price_minor":1485},
{"zone_code":"home","method_code":"standard","currency":"CAD","from_value":31500,"below_value":null,"price_minor":4485},
{"zone_code":"home","method_code":"standard","currency":"SEK","from_value":0,"below_value":5000,"price_minor":5390},
{"zone_code":"home","method_code":"standard","currency":"SEK","from_value":5000,"below_value":31500,"price_minor":10890},
{"zone_code":"home","method_code":"standard","currency":"SEK","from_value":31500,"below_value":null,"price_minor":32890},
{"zone_code":"home","method_code":"standard","currency":"DKK","from_value":0,"below_value":5000,"price_minor":3675},
{"zone_code":"home","method_code":"standard","currency":"DKK","from_value":5000,"below_value":31500,"price_minor":7425},
{"zone_code":"home","method_code":"standard","currency":"DKK","from_value":31500,"below_value":null,"price_minor":22425},
{"zone_code":"home","method_code":"standard","currency":"PLN","from_value":0,"below_value":5000,"price_minor":2107},
{"zone_code":"home","method_code":"standard","currency":"PLN","from_value":5000,"below_value":31500,"price_minor":4257},
{"zone_code":"home","method_code":"standard","currency":"PLN","from_value":31500,"below_value":null,"price_minor":12857},
{"zone_code":"home","method_code":"standard","currency":"CZK","from_value":0,"below_value":5000,"price_minor":12250},
{"zone_code":"home","method_code":"standard","currency":"CZK","from_value":5000,"below_value":31500,"price_minor":24750},
{"zone_code":"home","method_code":"standard","currency":"CZK","from_value":31500,"below_value":null,"price_minor":74750},
{"zone_code":"home","method_code":"standard","currency":"JPY","from_value":0,"below_value":5000,"price_minor":784},
{"zone_code":"home","method_code":"standard","currency":"JPY","from_value":5000,"below_value":31500,"price_minor":1584},
{"zone_code":"home","method_code":"standard","currency":"JPY","from_value":31500,"below_value":null,"price_minor":4784},
{"zone_code":"home","method_code":"standard","currency":"AUD","from_value":0,"below_value":5000,"price_minor":833},
{"zone_code":"home","method_code":"standard","currency":"AUD","from_value":5000,"below_value":31500,"price_minor":1683},
{"zone_code":"home","method_code":"standard","currency":"AUD","from_value":31500,"below_value":null,"price_minor":5083},
{"zone_code":"home","method_code":"express","currency":"EUR","from_value":0,"below_value":5000,"price_minor":1190},
{"zone_code":"home","method_code":"express","currency":"EUR","from_value":5000,"below_value":31500,"price_minor":1990},
{"zone_code":"home","method_code":"express","currency":"USD","from_value":0,"below_value":5000,"price_minor":1309},
{"zone_code":"home","method_code":"express","currency":"USD","from_value":5000,"below_value":31500,"price_minor":2189},
{"zone_code":"home","method_code":"express","currency":"GBP","from_value":0,"below_value":5000,"price_minor":1012},
{"zone_code":"home","method_code":"express","currency":"GBP","from_value":5000,"below_value":31500,"price_minor":1692},
{"zone_code":"home","method_code":"express","currency":"CHF","from_value":0,"below_value":5000,"price_minor":1131},
{"zone_code":"home","method_code":"express","currency":"CHF","from_value":5000,"below_value":31500,"price_minor":1891},
{"zone_code":"home","method_code":"express","currency":"CAD","from_value":0,"below_value":5000,"price_minor":1785},
{"zone_code":"home","method_code":"express","currency":"CAD","from_value":5000,"below_value":31500,"price_minor":2985},
{"zone_code":"home","method_code":"express","currency":"SEK","from_value":0,"below_value":5000,"price_minor":13090},
{"zone_code":"home","method_code":"express","currency":"SEK","from_value":5000,"below_value":31500,"price_minor":21890},
{"zone_code":"home","method_code":"express","currency":"DKK","from_value":0,"below_value":5000,"price_minor":8925},
{"zone_code":"home","method_code":"express","currency":"DKK","from_value":5000,"below_value":31500,"price_minor":14925},
{"zone_code":"home","method_code":"express","currency":"PLN","from_value":0,"below_value":5000,"price_minor":5117},
{"zone_code":"home","method_code":"express","currency":"PLN","from_value":5000,"below_value":31500,"price_minor":8557},
{"zone_code":"home","method_code":"express","currency":"CZK","from_value":0,"below_value":5000,"price_minor":29750},
{"zone_code":"home","method_code":"express","currency":"CZK","from_value":5000,"below_value":31500,"price_minor":49750},
{"zone_code":"home","method_code":"express","currency":"JPY","from_value":0,"below_value":5000,"price_minor":1904},
{"zone_code":"home","method_code":"express","currency":"JPY","from_value":5000,"below_value":31500,"price_minor":3184},
{"zone_code":"home","method_code":"express","currency":"AUD","from_value":0,"below_value":5000,"price_minor":2023},
{"zone_code":"home","method_code":"express","currency":"AUD","from_value":5000,"below_value":31500,"price_minor":3383},
{"zone_code":"europe","method_code":"standard","currency":"EUR","from_value":0,"below_value":5000,"price_minor":990},
{"zone_code":"europe","method_code":"standard","currency":"EUR","from_value":5000,"below_value":31500,"price_minor":1990},
{"zone_code":"europe","method_code":"standard","currency":"EUR","from_value":31500,"below_value":null,"price_minor":5990},
{"zone_code":"europe","method_code":"standard","currency":"USD","from_value":0,"below_value":5000,"price_minor":1089},
{"zone_code":"europe","method_code":"standard","currency":"USD","from_value":5000,"below_value":31500,"price_minor":2189},
{"zone_code":"europe","method_code":"standard","currency":"USD","from_value":31500,"below_value":null,"price_minor":6589},
{"zone_code":"europe","method_code":"standard","currency":"GBP","from_value":0,"below_value":5000,"price_minor":842},
{"zone_code":"europe","method_code":"standard","currency":"GBP","from_value":5000,"below_value":31500,"price_minor":1692},
{"zone_code":"europe","method_code":"standard","currency":"GBP","from_value":31500,"below_value":null,"price_minor":5092},
{"zone_code":"europe","method_code":"standard","currency":"CHF","from_value":0,"below_value":5000,"price_minor":941},
{"zone_code":"europe","method_code":"standard","currency":"CHF","from_value":5000,"below_value":31500,"price_minor":1891},
{"zone_code":"europe","method_code":"standard","currency":"CHF","from_value":31500,"below_value":null,"price_minor":5691},
{"zone_code":"europe","method_code":"standard","currency":"CAD","from_value":0,"below_value":5000,"price_minor":1485},
{"zone_code":"europe","method_code":"standard","currency":"CAD","from_value":5000,"below_value":31500,"price_minor":2985},
{"zone_code":"europe","method_code":"standard","currency":"CAD","from_value":31500,"below_value":null,"price_minor":8985},
{"zone_code":"europe","method_code":"standard","currency":"SEK","from_value":0,"below_value":5000,"price_minor":10890},
{"zone_code":"europe","method_code":"standard","currency":"SEK","from_value":5000,"below_value":31500,"price_minor":21890},
{"zone_code":"europe","method_code":"standard","currency":"SEK","from_value":31500,"below_value":null,"price_minor":65890},
{"zone_code":"europe","method_code":"standard","currency":"DKK","from_value":0,"below_value":5000,"price_minor":7425},
{"zone_code":"europe","method_code":"standard","currency":"DKK","from_value":5000,"below_value":31500,"price_minor":14925},
{"zone_code":"europe","method_code":"standard","currency":"DKK","from_value":31500,"below_value":null,"price_minor":44925},
{"zone_code":"europe","method_code":"standard","currency":"PLN","from_value":0,"below_value":5000,"price_minor":4257},
{"zone_code":"europe","method_code":"standard","currency":"PLN","from_value":5000,"below_value":31500,"price_minor":8557},
{"zone_code":"europe","method_code":"standard","currency":"PLN","from_value":31500,"below_value":null,"price_minor":25757},
{"zone_code":"europe","method_code":"standard","currency":"CZK","from_value":0,"below_value":5000,"price_minor":24750},
{"zone_code":"europe","method_code":"standard","currency":"CZK","from_value":5000,"below_value":31500,"price_minor":49750},
{"zone_code":"europe","method_code":"standard","currency":"CZK","from_value":31500,"below_value":null,"price_minor":149750},
{"zone_code":"europe","method_code":"standard","currency":"JPY","from_value":0,"below_value":5000,"price_minor":1584},
{"zone_code":"europe","method_code":"standard","currency":"JPY","from_value":5000,"below_value":31500,"price_minor":3184},
{"zone_code":"europe","method_code":"standard","currency":"JPY","from_value":31500,"below_value":null,"price_minor":9584},
{"zone_code":"europe","method_code":"standard","currency":"AUD","from_value":0,"below_value":5000,"price_minor":1683},
{"zone_code":"europe","method_code":"standard","currency":"AUD","from_value":5000,"below_value":31500,"price_minor":3383},
{"zone_code":"europe","method_code":"standard","currency":"AUD","from_value":31500,"below_value":null,"price_minor":10183},
{"zone_code":"europe","method_code":"express","currency":"EUR","from_value":0,"below_value":5000,"price_minor":2490},
{"zone_code":"europe","method_code":"express","currency":"EUR","from_value":5000,"below_value":31500,"price_minor":4490},
{"zone_code":"europe","method_code":"express","currency":"USD","from_value":0,"below_value":5000,"price_minor":2739},
{"zone_code":"europe","method_code":"express","currency":"USD","from_value":5000,"below_value":31500,"price_minor":4939},
{"zone_code":"europe","method_code":"express","currency":"GBP","from_value":0,"below_value":5000,"price_minor":2117},
{"zone_code":"europe","method_code":"express","currency":"GBP","from_value":5000,"below_value":31500,"price_minor":3817},
{"zone_code":"europe","method_code":"express","currency":"CHF","from_value":0,"below_value":5000,"price_minor":2366},
{"zone_code":"europe","method_code":"express","currency":"CHF","from_value":5000,"below_value":31500,"price_minor":4266},
{"zone_code":"europe","method_code":"express","currency":"CAD","from_value":0,"below_value":5000,"price_minor":3735},
{"zone_code":"europe","method_code":"express","currency":"CAD","from_value":5000,"below_value":31500,"price_minor":6735},
{"zone_code":"europe","method_code":"express","currency":"SEK","from_value":0,"below_value":5000,"price_minor":27390},
{"zone_code":"europe","method_code":"express","currency":"SEK","from_value":5000,"below_value":31500,"price_minor":49390},
{"zone_code":"europe","method_code":"express","currency":"DKK","from_value":0,"below_value":5000,"price_minor":18675},
{"zone_code":"europe","method_code":"express","currency":"DKK","from_value":5000,"below_value":31500,"price_minor":33675},
{"zone_code":"europe","method_code":"express","currency":"PLN","from_value":0,"below_value":5000,"price_minor":10707},
{"zone_code":"europe","method_code":"express","currency":"PLN","from_value":5000,"below_value":31500,"price_minor":19307},
{"zone_code":"europe","method_code":"express","currency":"CZK","from_value":0,"below_value":5000,"price_minor":62250},
{"zone_code":"europe","method_code":"express","currency":"CZK","from_value":5000,"below_value":31500,"price_minor":112250},
{"zone_code":"europe","method_code":"express","currency":"JPY","from_value":0,"below_value":5000,"price_minor":3984},
{"zone_code":"europe","method_code":"express","currency":"JPY","from_value":5000,"below_value":31500,"price_minor":7184},
{"zone_code":"europe","method_code":"express","currency":"AUD","from_value":0,"below_value":5000,"price_minor":4233},
{"zone_code":"europe","method_code":"express","currency":"AUD","from_value":5000,"below_value":31500,"price_minor":7633},
{"zone_code":"world","method_code":"standard","currency":"EUR","from_value":0,"below_value":2000,"price_minor":1990},
{"zone_code":"world","method_code":"standard","currency":"EUR","from_value":2000,"below_value":10000,"price_minor":3990},
{"zone_code":"world","method_code":"standard","currency":"EUR","from_value":10000,"below_value":31500,"price_minor":7990},
{"zone_code":"world","method_code":"standard","currency":"USD","from_value":0,"below_value":2000,"price_minor":2189},
{"zone_code":"world","method_code":"standard","currency":"USD","from_value":2000,"below_value":10000,"price_minor":4389},
{"zone_code":"world","method_code":"standard","currency":"USD","from_value":10000,"below_value":31500,"price_minor":8789},
{"zone_code":"world","method_code":"standard","currency":"GBP","from_value":0,"below_value":2000,"price_minor":1692},
{"zone_code":"world","method_code":"standard","currency":"GBP","from_value":2000,"below_value":10000,"price_minor":3392},
{"zone_code":"world","method_code":"standard","currency":"GBP","from_value":10000,"below_value":31500,"price_minor":6792},
{"zone_code":"world","method_code":"standard","currency":"CHF","from_value":0,"below_value":2000,"price_minor":1891},
{"zone_code":"world","method_code":"standard","currency":"CHF","from_value":2000,"below_value":10000,"price_minor":3791},
{"zone_code":"world","method_code":"standard","currency":"CHF","from_value":10000,"below_value":31500,"price_minor":7591},
{"zone_code":"world","method_code":"standard","currency":"CAD","from_value":0,"below_value":2000,"price_minor":2985},
{"zone_code":"world","method_code":"standard","currency":"CAD","from_value":2000,"below_value":10000,"price_minor":5985},
{"zone_code":"world","method_code":"standard","currency":"CAD","from_value":10000,"below_value":31500,"price_minor":11985},
{"zone_code":"world","method_code":"standard","currency":"SEK","from_value":0,"below_value":2000,"price_minor":21890},
{"zone_code":"world","method_code":"standard","currency":"SEK","from_value":2000,"below_value":10000,"price_minor":43890},
{"zone_code":"world","method_code":"standard","currency":"SEK","from_value":10000,"below_value":31500,"price_minor":87890},
{"zone_code":"world","method_code":"standard","currency":"DKK","from_value":0,"below_value":2000,"price_minor":14925},
{"zone_code":"world","method_code":"standard","currency":"DKK","from_value":2000,"below_value":10000,"price_minor":29925},
{"zone_code":"world","method_code":"standard","currency":"DKK","from_value":10000,"below_value":31500,"price_minor":59925},
{"zone_code":"world","method_code":"standard","currency":"PLN","from_value":0,"below_value":2000,"price_minor":8557},
{"zone_code":"world","method_code":"standard","currency":"PLN","from_value":2000,"below_value":10000,"price_minor":17157},
{"zone_code":"world","method_code":"standard","currency":"PLN","from_value":10000,"below_value":31500,"price_minor":34357},
{"zone_code":"world","method_code":"standard","currency":"CZK","from_value":0,"below_value":2000,"price_minor":49750},
{"zone_code":"world","method_code":"standard","currency":"CZK","from_value":2000,"below_value":10000,"price_minor":99750},
{"zone_code":"world","method_code":"standard","currency":"CZK","from_value":10000,"below_value":31500,"price_minor":199750},
{"zone_code":"world","method_code":"standard","currency":"JPY","from_value":0,"below_value":2000,"price_minor":3184},
{"zone_code":"world","method_code":"standard","currency":"JPY","from_value":2000,"below_value":10000,"price_minor":6384},
{"zone_code":"world","method_code":"standard","currency":"JPY","from_value":10000,"below_value":31500,"price_minor":12784},
{"zone_code":"world","method_code":"standard","currency":"AUD","from_value":0,"below_value":2000,"price_minor":3383},
{"zone_code":"world","method_code":"standard","currency":"AUD","from_value":2000,"below_value":10000,"price_minor":6783},
{"zone_code":"world","method_code":"standard","currency":"AUD","from_value":10000,"below_value":31500,"price_minor":13583},
{"zone_code":"world","method_code":"express","currency":"EUR","from_value":0,"below_value":2000,"price_minor":3990},
{"zone_code":"world","method_code":"express","currency":"EUR","from_value":2000,"below_value":10000,"price_minor":6990},
{"zone_code":"world","method_code":"express","currency":"EUR","from_value":10000,"below_value":31500,"price_minor":12990},
{"zone_code":"world","method_code":"express","currency":"USD","from_value":0,"below_value":2000,"price_minor":4389},
{"zone_code":"world","method_code":"express","currency":"USD","from_value":2000,"below_value":10000,"price_minor":7689},
{"zone_code":"world","method_code":"express","currency":"USD","from_value":10000,"below_value":31500,"price_minor":14289},
{"zone_code":"world","method_code":"express","currency":"GBP","from_value":0,"below_value":2000,"price_minor":3392},
{"zone_code":"world","method_code":"express","currency":"GBP","from_value":2000,"below_value":10000,"price_minor":5942},
{"zone_code":"world","method_code":"express","currency":"GBP","from_value":10000,"below_value":31500,"price_minor":11042},
{"zone_code":"world","method_code":"express","currency":"CHF","from_value":0,"below_value":2000,"price_minor":3791},
{"zone_code":"world","method_code":"express","currency":"CHF","from_value":2000,"below_value":10000,"price_minor":6641},
{"zone_code":"world","method_code":"express","currency":"CHF","from_value":10000,"below_value":31500,"price_minor":12341},
{"zone_code":"world","method_code":"express","currency":"CAD","from_value":0,"below_value":2000,"price_minor":5985},
{"zone_code":"world","method_code":"express","currency":"CAD","from_value":2000,"below_value":10000,"price_minor":10485},
{"zone_code":"world","method_code":"express","currency":"CAD","from_value":10000,"below_value":31500,"price_minor":19485},
{"zone_code":"world","method_code":"express","currency":"SEK","from_value":0,"below_value":2000,"price_minor":43890},
{"zone_code":"world","method_code":"express","currency":"SEK","from_value":2000,"below_value":10000,"price_minor":76890},
{"zone_code":"world","method_code":"express","currency":"SEK","from_value":10000,"below_value":31500,"price_minor":142890},
{"zone_code":"world","method_code":"express","currency":"DKK","from_value":0,"below_value":2000,"price_minor":29925},
{"zone_code":"world","method_code":"express","currency":"DKK","from_value":2000,"below_value":10000,"price_minor":52425},
{"zone_code":"world","method_code":"express","currency":"DKK","from_value":10000,"below_value":31500,"price_minor":97425},
{"zone_code":"world","method_code":"express","currency":"PLN","from_value":0,"below_value":2000,"price_minor":17157},
{"zone_code":"world","method_code":"express","currency":"PLN","from_value":2000,"below_value":10000,"price_minor":30057},
{"zone_code":"world","method_code":"express","currency":"PLN","from_value":10000,"below_value":31500,"price_minor":55857},
{"zone_code":"world","method_code":"express","currency":"CZK","from_value":0,"below_value":2000,"price_minor":99750},
{"zone_code":"world","method_code":"express","currency":"CZK","from_value":2000,"below_value":10000,"price_minor":174750},
{"zone_code":"world","method_code":"express","currency":"CZK","from_value":10000,"below_value":31500,"price_minor":324750},
{"zone_code":"world","method_code":"express","currency":"JPY","from_value":0,"below_value":2000,"price_minor":6384},
{"zone_code":"world","method_code":"express","currency":"JPY","from_value":2000,"below_value":10000,"price_minor":11184},
{"zone_code":"world","method_code":"express","currency":"JPY","from_value":10000,"below_value":31500,"price_minor":20784},
{"zone_code":"world","method_code":"express","currency":"AUD","from_value":0,"below_value":2000,"price_minor":6783},
{"zone_code":"world","method_code":"express","currency":"AUD","from_value":2000,"below_value":10000,"price_minor":11883},
{"zone_code":"world","method_code":"express","currency":"AUD","from_value":10000,"below_value":31500,"price_minor":22083}
]');
insert into "shipping"."zone" (code, name, channels, countries, regions) overriding system value
select code, name, channels, countries, regions from json_populate_recordset(null::"shipping"."zone", '[
{"code":"home","name":"Home","channels":["*"],"countries":["DE"],"regions":[]},
{"code":"europe","name":"European Union","channels":["*"],"countries":["AT","BE","BG","CY","CZ","DK","EE","ES","FI","FR","GR","HR","HU","IE","IT","LT","LU","LV","MT","NL","PL","PT","RO","SE","SI","SK"],"regions":[]},
{"code":"world","name":"Rest of the world","channels":["*"],"countries":["*"],"regions":[]}
]');
