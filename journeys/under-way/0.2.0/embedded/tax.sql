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

-- applied 0001-rates
create table tax_class (
  code text primary key,
  name text not null
);
insert into tax_class (code, name) values
  ('standard', 'Standard rate'), ('reduced', 'Reduced rate'),
  ('super_reduced', 'Super-reduced rate'), ('zero', 'Zero rate');

create table tax_rate (
  id uuid primary key default uuidv7(),
  country_code text not null check (country_code ~ '^[A-Z]{2}$'),
  -- null: the whole country. The rows of a region stand in the place of the country's.
  region_code text check (region_code ~ '^[A-Z0-9]{1,3}$'),
  tax_class text not null references tax_class (code),
  name text not null,
  rate_ppm int not null check (rate_ppm between 0 and 1000000),
  -- [{name, ratePpm}]: the taxes that it is made of, each shown apart
  components jsonb not null,
  constraint tax_rate_place unique nulls not distinct (country_code, region_code, tax_class)
);

create table channel_setting (
  channel text primary key,
  source text not null check (source in ('auto', 'table', 'provider')),
  rounding_level text not null check (rounding_level in ('line', 'total')),
  rounding_mode text not null check (rounding_mode in ('half_up', 'half_even')),
  shipping_tax text not null check (shipping_tax in ('standard', 'highest', 'proportional'))
);

-- applied 0002-state-rates
-- Shops furnished before this have five states at rates that were out of date, or without the part
-- that state law adds everywhere; rates/us-state-rates.ts says where the rates come from. What staff
-- has put stays as it is.
update tax_rate
set rate_ppm = correct.rate_ppm,
    components = jsonb_build_array(jsonb_build_object('name', 'Sales tax', 'ratePpm', correct.rate_ppm))
from (values ('AR', 60000, 65000), ('DC', 60000, 70000), ('ME', 50000, 55000),
             ('UT', 48500, 61000), ('VA', 43000, 53000)) as correct (region_code, seeded_ppm, rate_ppm)
where tax_rate.country_code = 'US' and tax_rate.tax_class = 'standard'
  and tax_rate.region_code = correct.region_code and tax_rate.rate_ppm = correct.seeded_ppm
  and not exists (
    select from audit_entry where subject = 'tax rate US-' || correct.region_code || ' standard');

-- rows
insert into "tax"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"tax"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.163083+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.398604+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.443962+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.45599+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.487916+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.53203+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.544122+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.580967+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.62606+00:00"},
{"name":"0001-rates","checksum":"iVz_klRfQQ0JCLj88SEGbtxEdgSYxELUT2X8wn5k-zQ","applied_at":"2026-11-26T13:23:14.633762+00:00"},
{"name":"0002-state-rates","checksum":"PUrKHvLWUznHY_NPMhpq0Wbjm5vbpn7wshWj9_xdvK0","applied_at":"2026-11-26T13:23:14.717007+00:00"}
]');
insert into "tax"."tax_class" (code, name) overriding system value
select code, name from json_populate_recordset(null::"tax"."tax_class", '[
{"code":"standard","name":"Standard rate"},
{"code":"reduced","name":"Reduced rate"},
{"code":"super_reduced","name":"Super-reduced rate"},
{"code":"zero","name":"Zero rate"}
]');
insert into "tax"."tax_rate" (id, country_code, region_code, tax_class, name, rate_ppm, components) overriding system value
select id, country_code, region_code, tax_class, name, rate_ppm, components from json_populate_recordset(null::"tax"."tax_rate", '[
{"id":"01a21806-5600-70a5-ad96-fecaa0fa5111","country_code":"AT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a21806-5600-7803-a1c6-6861145e0d53","country_code":"BE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21806-5600-7891-96c7-db8331783a3c","country_code":"BG","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a21806-5600-78cc-9c6e-f8ba341c1c83","country_code":"CA","region_code":null,"tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a21806-5600-7931-9a0a-4f8b30835455","country_code":"CA","region_code":"AB","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a21806-5600-79ef-a809-49f1e7595331","country_code":"CA","region_code":"BC","tax_class":"standard","name":"GST + PST","rate_ppm":120000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 70000}]},
{"id":"01a21806-5600-7adc-b1a2-4c1101a73e3b","country_code":"CA","region_code":"MB","tax_class":"standard","name":"GST + PST","rate_ppm":120000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 70000}]},
{"id":"01a21806-5600-7b38-acaa-181ac2cf6a6a","country_code":"CA","region_code":"NB","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a21806-5600-7b9b-8aad-0aeaa6bea3e0","country_code":"CA","region_code":"NL","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a21806-5600-7c13-b459-7b5c4a91197d","country_code":"CA","region_code":"NS","tax_class":"standard","name":"HST","rate_ppm":140000,"components":[{"name": "HST", "ratePpm": 140000}]},
{"id":"01a21806-5600-7c5b-b94a-08661386620c","country_code":"CA","region_code":"NT","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a21806-5600-7cd1-93e6-e5206c87b9e5","country_code":"CA","region_code":"NU","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a21806-5600-7d18-b5fe-8826bcc64437","country_code":"CA","region_code":"ON","tax_class":"standard","name":"HST","rate_ppm":130000,"components":[{"name": "HST", "ratePpm": 130000}]},
{"id":"01a21806-5600-7d60-b23b-69c01d804b36","country_code":"CA","region_code":"PE","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a21806-5600-7dd4-9a3f-8f3453c302bd","country_code":"CA","region_code":"QC","tax_class":"standard","name":"GST + QST","rate_ppm":149750,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "QST", "ratePpm": 99750}]},
{"id":"01a21806-5600-7e49-9599-427bff65b924","country_code":"CA","region_code":"SK","tax_class":"standard","name":"GST + PST","rate_ppm":110000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 60000}]},
{"id":"01a21806-5600-7ebf-8d86-a12499eb9afb","country_code":"CA","region_code":"YT","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a21806-5600-7f05-9b18-8820f8705b3d","country_code":"CY","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":190000,"components":[{"name": "VAT", "ratePpm": 190000}]},
{"id":"01a21806-5600-7f49-8721-c7301a30f0c6","country_code":"CZ","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21806-5600-7fc0-8440-12ee74056a0b","country_code":"DE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":190000,"components":[{"name": "VAT", "ratePpm": 190000}]},
{"id":"01a21806-5601-7004-a6dc-6c906f3b261f","country_code":"DK","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a21806-5601-706e-a5e4-6f5c3cc4cf06","country_code":"EE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":240000,"components":[{"name": "VAT", "ratePpm": 240000}]},
{"id":"01a21806-5601-70b1-9e4d-eaf01cfd44c3","country_code":"ES","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21806-5601-70f1-bb4e-2c655630e937","country_code":"ES","region_code":"CE","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21806-5601-7136-9afa-cc2a58574c63","country_code":"ES","region_code":"GC","tax_class":"standard","name":"IGIC","rate_ppm":70000,"components":[{"name": "IGIC", "ratePpm": 70000}]},
{"id":"01a21806-5601-717e-a656-940497fc3ae3","country_code":"ES","region_code":"ML","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21806-5601-71c6-853c-0adafd8fb2d5","country_code":"ES","region_code":"TF","tax_class":"standard","name":"IGIC","rate_ppm":70000,"components":[{"name": "IGIC", "ratePpm": 70000}]},
{"id":"01a21806-5601-720a-89c4-afae1d742d14","country_code":"FI","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":255000,"components":[{"name": "VAT", "ratePpm": 255000}]},
{"id":"01a21806-5601-724b-8b51-c6bf1bf069ef","country_code":"FR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a21806-5601-728d-b742-1d4ca3e424f7","country_code":"GB","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a21806-5601-72ca-8148-ab325e1e8792","country_code":"GR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":240000,"components":[{"name": "VAT", "ratePpm": 240000}]},
{"id":"01a21806-5601-7342-abc6-45d03eedeed6","country_code":"HR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a21806-5601-7384-af5e-5b0051b93689","country_code":"HU","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":270000,"components":[{"name": "VAT", "ratePpm": 270000}]},
{"id":"01a21806-5601-73c7-9c84-b1084dcfea3c","country_code":"IE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a21806-5601-741f-b011-1139ea97d93e","country_code":"IT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":220000,"components":[{"name": "VAT", "ratePpm": 220000}]},
{"id":"01a21806-5601-7461-8fc5-315d72b09732","country_code":"JP","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":100000,"components":[{"name": "VAT", "ratePpm": 100000}]},
{"id":"01a21806-5601-74a1-9d35-0fcc4ffba450","country_code":"LT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21806-5601-74e2-b019-1c5297db0e80","country_code":"LU","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":170000,"components":[{"name": "VAT", "ratePpm": 170000}]},
{"id":"01a21806-5601-7522-8878-e06fc358548c","country_code":"LV","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21806-5601-7592-90c7-9125fed42aa4","country_code":"MT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":180000,"components":[{"name": "VAT", "ratePpm": 180000}]},
{"id":"01a21806-5601-75d3-85f2-4b2b7e4fa607","country_code":"NL","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21806-5601-7613-a9b7-23aafa9c9fc6","country_code":"PL","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a21806-5601-767e-8eba-d257c9583c8b","country_code":"PT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a21806-5601-76ca-8419-be7d7920dbaf","country_code":"RO","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21806-5601-770b-9b13-73f3cd9ba835","country_code":"SE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a21806-5601-7777-aa81-cde3332d817e","country_code":"SI","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":220000,"components":[{"name": "VAT", "ratePpm": 220000}]},
{"id":"01a21806-5601-77b9-a2e5-421e896d0b6a","country_code":"SK","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a21806-5601-77f8-aa8f-a9864fd3fd76","country_code":"US","region_code":null,"tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21806-5601-783a-8ad3-d6c0f02a5745","country_code":"US","region_code":"AK","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21806-5601-78ab-96af-4cbcacbad400","country_code":"US","region_code":"AL","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a21806-5601-78f4-a848-5c297b1c3277","country_code":"US","region_code":"AR","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a21806-5601-7938-acc1-65fdbd6badb2","country_code":"US","region_code":"AZ","tax_class":"standard","name":"Sales tax","rate_ppm":56000,"components":[{"name": "Sales tax", "ratePpm": 56000}]},
{"id":"01a21806-5601-797d-add2-083709dec7e8","country_code":"US","region_code":"CA","tax_class":"standard","name":"Sales tax","rate_ppm":72500,"components":[{"name": "Sales tax", "ratePpm": 72500}]},
{"id":"01a21806-5601-79c3-b64e-be0cdc2ed6e5","country_code":"US","region_code":"CO","tax_class":"standard","name":"Sales tax","rate_ppm":29000,"components":[{"name": "Sales tax", "ratePpm": 29000}]},
{"id":"01a21806-5601-7a52-b4b2-4e8223044c0a","country_code":"US","region_code":"CT","tax_class":"standard","name":"Sales tax","rate_ppm":63500,"components":[{"name": "Sales tax", "ratePpm": 63500}]},
{"id":"01a21806-5601-7aa6-96f9-7fe849989e5f","country_code":"US","region_code":"DC","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a21806-5601-7aee-a814-c20ef2666bc9","country_code":"US","region_code":"DE","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21806-5601-7cdb-926c-d56340b4cf2c","country_code":"US","region_code":"FL","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21806-5601-7d4e-a884-1b146fc44576","country_code":"US","region_code":"GA","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a21806-5601-7d98-9720-a7dfbbf1852d","country_code":"US","region_code":"HI","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a21806-5601-7ddd-a429-40525232de27","country_code":"US","region_code":"IA","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21806-5601-7e23-a060-b95018011a8e","country_code":"US","region_code":"ID","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21806-5601-7e6a-952f-0d554d5306d2","country_code":"US","region_code":"IL","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a21806-5601-7eb1-b0b1-c54f9fad2f59","country_code":"US","region_code":"IN","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a21806-5602-7098-9e79-65a6669d8268","country_code":"US","region_code":"KS","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a21806-5602-7101-b2f6-877236345c10","country_code":"US","region_code":"KY","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21806-5602-7157-af90-b52a0ac09abe","country_code":"US","region_code":"LA","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a21806-5602-71a2-b1bf-7489ee222f97","country_code":"US","region_code":"MA","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a21806-5602-71e8-b162-defba03657fd","country_code":"US","region_code":"MD","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21806-5602-722f-aa3d-8212474121dd","country_code":"US","region_code":"ME","tax_class":"standard","name":"Sales tax","rate_ppm":55000,"components":[{"name": "Sales tax", "ratePpm": 55000}]},
{"id":"01a21806-5602-72a7-8aa1-7b632a1923df","country_code":"US","region_code":"MI","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21806-5602-72ef-ac2b-21aa6b25b8c8","country_code":"US","region_code":"MN","tax_class":"standard","name":"Sales tax","rate_ppm":68750,"components":[{"name": "Sales tax", "ratePpm": 68750}]},
{"id":"01a21806-5602-7338-8c24-a55a8be5f742","country_code":"US","region_code":"MO","tax_class":"standard","name":"Sales tax","rate_ppm":42250,"components":[{"name": "Sales tax", "ratePpm": 42250}]},
{"id":"01a21806-5602-737e-9ae9-8cc433626625","country_code":"US","region_code":"MS","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a21806-5602-73c3-b9b5-5730fba858e7","country_code":"US","region_code":"MT","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21806-5602-740a-929b-dd268f33d4aa","country_code":"US","region_code":"NC","tax_class":"standard","name":"Sales tax","rate_ppm":47500,"components":[{"name": "Sales tax", "ratePpm": 47500}]},
{"id":"01a21806-5602-7451-adb8-37729474de82","country_code":"US","region_code":"ND","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a21806-5602-7497-83d6-86c333fa738a","country_code":"US","region_code":"NE","tax_class":"standard","name":"Sales tax","rate_ppm":55000,"components":[{"name": "Sales tax", "ratePpm": 55000}]},
{"id":"01a21806-5602-74e8-81ff-e21878ca90ae","country_code":"US","region_code":"NH","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21806-5602-7531-bd30-899fcb8dc857","country_code":"US","region_code":"NJ","tax_class":"standard","name":"Sales tax","rate_ppm":66250,"components":[{"name": "Sales tax", "ratePpm": 66250}]},
{"id":"01a21806-5602-7578-9953-169116564db1","country_code":"US","region_code":"NM","tax_class":"standard","name":"Sales tax","rate_ppm":48750,"components":[{"name": "Sales tax", "ratePpm": 48750}]},
{"id":"01a21806-5602-75bc-9a8a-a4201266e8ce","country_code":"US","region_code":"NV","tax_class":"standard","name":"Sales tax","rate_ppm":68500,"components":[{"name": "Sales tax", "ratePpm": 68500}]},
{"id":"01a21806-5602-7602-a47a-ff8f09948aa2","country_code":"US","region_code":"NY","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a21806-5602-7648-a251-5110f2902f19","country_code":"US","region_code":"OH","tax_class":"standard","name":"Sales tax","rate_ppm":57500,"components":[{"name": "Sales tax", "ratePpm": 57500}]},
{"id":"01a21806-5602-768e-b8aa-c265b845859c","country_code":"US","region_code":"OK","tax_class":"standard","name":"Sales tax","rate_ppm":45000,"components":[{"name": "Sales tax", "ratePpm": 45000}]},
{"id":"01a21806-5602-76d3-9198-c5584bade611","country_code":"US","region_code":"OR","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21806-5602-7719-8009-c6abe0d63a59","country_code":"US","region_code":"PA","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21806-5602-7760-a42c-73643463d3b3","country_code":"US","region_code":"RI","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a21806-5602-77a6-b20c-7f0c598a49a3","country_code":"US","region_code":"SC","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21806-5602-77ea-b2de-a8c2337f76c7","country_code":"US","region_code":"SD","tax_class":"standard","name":"Sales tax","rate_ppm":42000,"components":[{"name": "Sales tax", "ratePpm": 42000}]},
{"id":"01a21806-5602-783e-bbc3-c095c2f9e918","country_code":"US","region_code":"TN","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a21806-5602-7885-a8d7-d46d858138bf","country_code":"US","region_code":"TX","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a21806-5602-78cc-a07b-035eff66d2e1","country_code":"US","region_code":"UT","tax_class":"standard","name":"Sales tax","rate_ppm":61000,"components":[{"name": "Sales tax", "ratePpm": 61000}]},
{"id":"01a21806-5602-7911-a470-3bf5bafa2fbc","country_code":"US","region_code":"VA","tax_class":"standard","name":"Sales tax","rate_ppm":53000,"components":[{"name": "Sales tax", "ratePpm": 53000}]},
{"id":"01a21806-5602-7956-afc2-9437d143c909","country_code":"US","region_code":"VT","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21806-5602-799b-8249-44ae378a35fc","country_code":"US","region_code":"WA","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a21806-5602-79e0-b0a5-1c39b58d0808","country_code":"US","region_code":"WI","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a21806-5602-7a8d-8d8c-0df89de731b6","country_code":"US","region_code":"WV","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21806-5602-7adf-9b84-e55907a5971b","country_code":"US","region_code":"WY","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]}
]');
