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
{"id":"01a21807-641e-7732-a079-87eb818c435a","country_code":"AT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a21807-641e-7e3d-b557-62cf74be5838","country_code":"BE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21807-641e-7eea-a150-44db6aaf0faf","country_code":"BG","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a21807-641e-7f65-9192-ca8bcd895c00","country_code":"CA","region_code":null,"tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a21807-641e-7fdb-99d1-31b1dedf64fb","country_code":"CA","region_code":"AB","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a21807-641f-7096-91a3-5c51adb44e94","country_code":"CA","region_code":"BC","tax_class":"standard","name":"GST + PST","rate_ppm":120000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 70000}]},
{"id":"01a21807-641f-70e9-8296-be736c62503c","country_code":"CA","region_code":"MB","tax_class":"standard","name":"GST + PST","rate_ppm":120000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 70000}]},
{"id":"01a21807-641f-7134-97f1-85773db5225f","country_code":"CA","region_code":"NB","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a21807-641f-717d-8cfa-f2677dd042bf","country_code":"CA","region_code":"NL","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a21807-641f-71c2-bd35-4bdca381b200","country_code":"CA","region_code":"NS","tax_class":"standard","name":"HST","rate_ppm":140000,"components":[{"name": "HST", "ratePpm": 140000}]},
{"id":"01a21807-641f-7209-9dc8-2760d36e904c","country_code":"CA","region_code":"NT","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a21807-641f-725e-a93e-e075e46001f4","country_code":"CA","region_code":"NU","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a21807-641f-72a9-a37a-4b67e4fec092","country_code":"CA","region_code":"ON","tax_class":"standard","name":"HST","rate_ppm":130000,"components":[{"name": "HST", "ratePpm": 130000}]},
{"id":"01a21807-641f-731d-8f85-1c83486fee7c","country_code":"CA","region_code":"PE","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a21807-641f-7395-abf4-d1bd684a735b","country_code":"CA","region_code":"QC","tax_class":"standard","name":"GST + QST","rate_ppm":149750,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "QST", "ratePpm": 99750}]},
{"id":"01a21807-641f-73de-8f44-ef8a2ff4dc96","country_code":"CA","region_code":"SK","tax_class":"standard","name":"GST + PST","rate_ppm":110000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 60000}]},
{"id":"01a21807-641f-7424-b14e-8e5e636e5e5d","country_code":"CA","region_code":"YT","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a21807-641f-749e-aaa7-579edfb872c1","country_code":"CY","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":190000,"components":[{"name": "VAT", "ratePpm": 190000}]},
{"id":"01a21807-641f-74e1-8d58-403dabd69c89","country_code":"CZ","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21807-641f-7524-b58f-b6562dfcd368","country_code":"DE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":190000,"components":[{"name": "VAT", "ratePpm": 190000}]},
{"id":"01a21807-641f-7564-a902-e9ae341fa066","country_code":"DK","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a21807-641f-75d5-97bf-8b97347cefdf","country_code":"EE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":240000,"components":[{"name": "VAT", "ratePpm": 240000}]},
{"id":"01a21807-641f-7644-9070-78cb153dbf3a","country_code":"ES","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21807-641f-76be-bb96-810eaf4483dc","country_code":"ES","region_code":"CE","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21807-641f-7707-b9df-76439eafb039","country_code":"ES","region_code":"GC","tax_class":"standard","name":"IGIC","rate_ppm":70000,"components":[{"name": "IGIC", "ratePpm": 70000}]},
{"id":"01a21807-641f-774d-beca-db067bfabd6b","country_code":"ES","region_code":"ML","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21807-641f-77c4-96eb-90a8a21161a4","country_code":"ES","region_code":"TF","tax_class":"standard","name":"IGIC","rate_ppm":70000,"components":[{"name": "IGIC", "ratePpm": 70000}]},
{"id":"01a21807-641f-7808-bae8-50c417e38d50","country_code":"FI","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":255000,"components":[{"name": "VAT", "ratePpm": 255000}]},
{"id":"01a21807-641f-7878-abc7-a51f01ffde88","country_code":"FR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a21807-641f-78b8-b8d2-797de0e2b1a7","country_code":"GB","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a21807-641f-78f6-b60e-f1b328ccd12e","country_code":"GR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":240000,"components":[{"name": "VAT", "ratePpm": 240000}]},
{"id":"01a21807-641f-7934-a830-b67a2f757e82","country_code":"HR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a21807-641f-7974-b279-3409b0274d0e","country_code":"HU","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":270000,"components":[{"name": "VAT", "ratePpm": 270000}]},
{"id":"01a21807-641f-79b4-af10-a207bc94d291","country_code":"IE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a21807-641f-79f1-91ee-1ccf3bccb6b1","country_code":"IT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":220000,"components":[{"name": "VAT", "ratePpm": 220000}]},
{"id":"01a21807-641f-7a63-ab85-90ce2a29a59e","country_code":"JP","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":100000,"components":[{"name": "VAT", "ratePpm": 100000}]},
{"id":"01a21807-641f-7aa4-8c99-e19a96afd850","country_code":"LT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21807-641f-7ae3-89dd-c4e60e959bd7","country_code":"LU","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":170000,"components":[{"name": "VAT", "ratePpm": 170000}]},
{"id":"01a21807-641f-7b21-8a3c-653fae0c6f1a","country_code":"LV","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21807-641f-7b62-bdc9-c61e238d3150","country_code":"MT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":180000,"components":[{"name": "VAT", "ratePpm": 180000}]},
{"id":"01a21807-641f-7c23-a33c-fe661a1a64c8","country_code":"NL","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21807-641f-7c6b-a00d-663a58294da3","country_code":"PL","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a21807-641f-7caa-a5f8-a6c4918c15c6","country_code":"PT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a21807-641f-7cec-ade1-5a8fe542e52f","country_code":"RO","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a21807-641f-7d2a-81dd-6a4826522aa6","country_code":"SE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a21807-641f-7d6a-8e77-c30b47da30f1","country_code":"SI","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":220000,"components":[{"name": "VAT", "ratePpm": 220000}]},
{"id":"01a21807-641f-7da8-9eca-85e38b7d8819","country_code":"SK","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a21807-641f-7df2-899c-aa8d48a1d820","country_code":"US","region_code":null,"tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21807-641f-7e35-b139-6879a0fd3247","country_code":"US","region_code":"AK","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21807-641f-7e7a-8f4a-7d9f02300ea8","country_code":"US","region_code":"AL","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a21807-641f-7ebe-b9b5-7b3812c2567a","country_code":"US","region_code":"AR","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a21807-641f-7f37-bcae-6c89791fb983","country_code":"US","region_code":"AZ","tax_class":"standard","name":"Sales tax","rate_ppm":56000,"components":[{"name": "Sales tax", "ratePpm": 56000}]},
{"id":"01a21807-641f-7f7c-835f-eef932b0bdf1","country_code":"US","region_code":"CA","tax_class":"standard","name":"Sales tax","rate_ppm":72500,"components":[{"name": "Sales tax", "ratePpm": 72500}]},
{"id":"01a21807-641f-7fc2-be13-0c811119c7be","country_code":"US","region_code":"CO","tax_class":"standard","name":"Sales tax","rate_ppm":29000,"components":[{"name": "Sales tax", "ratePpm": 29000}]},
{"id":"01a21807-6420-7009-888e-11da83814c0b","country_code":"US","region_code":"CT","tax_class":"standard","name":"Sales tax","rate_ppm":63500,"components":[{"name": "Sales tax", "ratePpm": 63500}]},
{"id":"01a21807-6420-704e-a421-48ce26d2a778","country_code":"US","region_code":"DC","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a21807-6420-7095-a3ec-172499dcc121","country_code":"US","region_code":"DE","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21807-6420-70db-af07-4b367de644c4","country_code":"US","region_code":"FL","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21807-6420-711f-9957-2685e374decb","country_code":"US","region_code":"GA","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a21807-6420-7170-a9a1-619f5c24dc15","country_code":"US","region_code":"HI","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a21807-6420-71b8-b21f-fbcf0f953792","country_code":"US","region_code":"IA","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21807-6420-71fe-9bea-11e22909b0ea","country_code":"US","region_code":"ID","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21807-6420-7242-933d-1e33aae98900","country_code":"US","region_code":"IL","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a21807-6420-7289-ba1e-21be25ecf84a","country_code":"US","region_code":"IN","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a21807-6420-743f-91e5-00e86ed58c06","country_code":"US","region_code":"KS","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a21807-6420-74a2-bf16-72cb01798413","country_code":"US","region_code":"KY","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21807-6420-74ea-8d30-5072ad3b3c15","country_code":"US","region_code":"LA","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a21807-6420-7531-b2bf-96ddd89988af","country_code":"US","region_code":"MA","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a21807-6420-7576-a458-84309f373bdd","country_code":"US","region_code":"MD","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21807-6420-75bb-a173-1b2aa1d62078","country_code":"US","region_code":"ME","tax_class":"standard","name":"Sales tax","rate_ppm":55000,"components":[{"name": "Sales tax", "ratePpm": 55000}]},
{"id":"01a21807-6420-7610-b16f-1cd1d0bf8e05","country_code":"US","region_code":"MI","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21807-6420-7684-9fe1-984d222151ec","country_code":"US","region_code":"MN","tax_class":"standard","name":"Sales tax","rate_ppm":68750,"components":[{"name": "Sales tax", "ratePpm": 68750}]},
{"id":"01a21807-6420-76fd-b0a4-0425ae957b8b","country_code":"US","region_code":"MO","tax_class":"standard","name":"Sales tax","rate_ppm":42250,"components":[{"name": "Sales tax", "ratePpm": 42250}]},
{"id":"01a21807-6420-7746-82a9-4f59cb44f4ce","country_code":"US","region_code":"MS","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a21807-6420-778e-957e-044e5fa09562","country_code":"US","region_code":"MT","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21807-6420-77d5-9ff7-af26d9a88bdc","country_code":"US","region_code":"NC","tax_class":"standard","name":"Sales tax","rate_ppm":47500,"components":[{"name": "Sales tax", "ratePpm": 47500}]},
{"id":"01a21807-6420-781b-928d-d2a3b70a6230","country_code":"US","region_code":"ND","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a21807-6420-7863-8509-957c413c5b3f","country_code":"US","region_code":"NE","tax_class":"standard","name":"Sales tax","rate_ppm":55000,"components":[{"name": "Sales tax", "ratePpm": 55000}]},
{"id":"01a21807-6420-78aa-aac6-1a503d47dc5f","country_code":"US","region_code":"NH","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21807-6420-78f0-b0ed-af8689b7cb30","country_code":"US","region_code":"NJ","tax_class":"standard","name":"Sales tax","rate_ppm":66250,"components":[{"name": "Sales tax", "ratePpm": 66250}]},
{"id":"01a21807-6420-7937-b554-20d74d6975b6","country_code":"US","region_code":"NM","tax_class":"standard","name":"Sales tax","rate_ppm":48750,"components":[{"name": "Sales tax", "ratePpm": 48750}]},
{"id":"01a21807-6420-797e-a154-c611dee967ba","country_code":"US","region_code":"NV","tax_class":"standard","name":"Sales tax","rate_ppm":68500,"components":[{"name": "Sales tax", "ratePpm": 68500}]},
{"id":"01a21807-6420-79d0-a3d8-35cf0062b9ca","country_code":"US","region_code":"NY","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a21807-6420-7a18-bbde-af62bee215cb","country_code":"US","region_code":"OH","tax_class":"standard","name":"Sales tax","rate_ppm":57500,"components":[{"name": "Sales tax", "ratePpm": 57500}]},
{"id":"01a21807-6420-7a5f-a1be-39957375101b","country_code":"US","region_code":"OK","tax_class":"standard","name":"Sales tax","rate_ppm":45000,"components":[{"name": "Sales tax", "ratePpm": 45000}]},
{"id":"01a21807-6420-7aa5-bd99-3913f13405c6","country_code":"US","region_code":"OR","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a21807-6420-7ae9-b22b-30494483b68d","country_code":"US","region_code":"PA","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21807-6420-7b30-a93d-6fa558ada883","country_code":"US","region_code":"RI","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a21807-6420-7b76-b75a-e47d1f77e1be","country_code":"US","region_code":"SC","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21807-6420-7c05-967e-9d6e60e446ca","country_code":"US","region_code":"SD","tax_class":"standard","name":"Sales tax","rate_ppm":42000,"components":[{"name": "Sales tax", "ratePpm": 42000}]},
{"id":"01a21807-6420-7c50-b2ce-a2da2b943376","country_code":"US","region_code":"TN","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a21807-6420-7c94-9eef-5549b066aeaa","country_code":"US","region_code":"TX","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a21807-6420-7cdb-b9cb-91d183a7460c","country_code":"US","region_code":"UT","tax_class":"standard","name":"Sales tax","rate_ppm":61000,"components":[{"name": "Sales tax", "ratePpm": 61000}]},
{"id":"01a21807-6420-7d2d-918a-e462b9168959","country_code":"US","region_code":"VA","tax_class":"standard","name":"Sales tax","rate_ppm":53000,"components":[{"name": "Sales tax", "ratePpm": 53000}]},
{"id":"01a21807-6420-7d78-be65-88f3ef1df784","country_code":"US","region_code":"VT","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21807-6420-7dbb-9bd4-4860b9d3beb6","country_code":"US","region_code":"WA","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a21807-6420-7e01-bf18-adab1b400638","country_code":"US","region_code":"WI","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a21807-6420-7e47-80a7-37ee84772627","country_code":"US","region_code":"WV","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a21807-6420-7e8e-969d-a8e343022455","country_code":"US","region_code":"WY","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]}
]');
