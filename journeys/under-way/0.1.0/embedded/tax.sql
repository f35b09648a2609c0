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
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.682925+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:48.04541+00:00"},
{"name":"0001-rates","checksum":"iVz_klRfQQ0JCLj88SEGbtxEdgSYxELUT2X8wn5k-zQ","applied_at":"2026-11-25T22:20:48.2058+00:00"},
{"name":"0002-state-rates","checksum":"PUrKHvLWUznHY_NPMhpq0Wbjm5vbpn7wshWj9_xdvK0","applied_at":"2026-11-25T22:20:48.313752+00:00"}
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
{"id":"01a214cc-2827-72a5-9e7d-3a25ecffc874","country_code":"AT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a214cc-2827-7a1e-b1f2-e292ee7cf8c7","country_code":"BE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-2827-7a94-9fb3-c6db44a1a9dc","country_code":"BG","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a214cc-2827-7ad9-8ef0-dbfd726e6b9c","country_code":"CA","region_code":null,"tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a214cc-2827-7b4a-8ab4-13e9a64affbd","country_code":"CA","region_code":"AB","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a214cc-2827-7c2a-8fe3-e9dadefba92c","country_code":"CA","region_code":"BC","tax_class":"standard","name":"GST + PST","rate_ppm":120000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 70000}]},
{"id":"01a214cc-2827-7c7c-8ff7-71f6d136ca05","country_code":"CA","region_code":"MB","tax_class":"standard","name":"GST + PST","rate_ppm":120000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 70000}]},
{"id":"01a214cc-2827-7cd6-873b-636be0c7a55c","country_code":"CA","region_code":"NB","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a214cc-2827-7d1e-a681-a2b6a31c6f3b","country_code":"CA","region_code":"NL","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a214cc-2827-7d65-8947-8146e03b609f","country_code":"CA","region_code":"NS","tax_class":"standard","name":"HST","rate_ppm":140000,"components":[{"name": "HST", "ratePpm": 140000}]},
{"id":"01a214cc-2827-7dd1-a877-d0a2b0f71efc","country_code":"CA","region_code":"NT","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a214cc-2827-7e18-b788-728bfd78b814","country_code":"CA","region_code":"NU","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a214cc-2827-7e86-bf2c-de00c9ef5b82","country_code":"CA","region_code":"ON","tax_class":"standard","name":"HST","rate_ppm":130000,"components":[{"name": "HST", "ratePpm": 130000}]},
{"id":"01a214cc-2827-7ee4-89c5-9e01b71bcb62","country_code":"CA","region_code":"PE","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a214cc-2827-7f2d-af65-48cbc1245d86","country_code":"CA","region_code":"QC","tax_class":"standard","name":"GST + QST","rate_ppm":149750,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "QST", "ratePpm": 99750}]},
{"id":"01a214cc-2827-7f71-9ca3-2496222781a5","country_code":"CA","region_code":"SK","tax_class":"standard","name":"GST + PST","rate_ppm":110000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 60000}]},
{"id":"01a214cc-2827-7fb8-8e66-0469af3a9326","country_code":"CA","region_code":"YT","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a214cc-2827-7ffe-bf59-7f62e9c6f95c","country_code":"CY","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":190000,"components":[{"name": "VAT", "ratePpm": 190000}]},
{"id":"01a214cc-2828-7074-9d69-eee4417a4193","country_code":"CZ","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-2828-70b9-a69d-c3cbd20abdda","country_code":"DE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":190000,"components":[{"name": "VAT", "ratePpm": 190000}]},
{"id":"01a214cc-2828-70f9-ad14-97224128403b","country_code":"DK","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a214cc-2828-7139-b818-6badf573fa7a","country_code":"EE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":240000,"components":[{"name": "VAT", "ratePpm": 240000}]},
{"id":"01a214cc-2828-7177-bb01-1094956f6939","country_code":"ES","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-2828-71df-9e09-b5107b8380f9","country_code":"ES","region_code":"CE","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-2828-7226-9bd4-1db26085ca88","country_code":"ES","region_code":"GC","tax_class":"standard","name":"IGIC","rate_ppm":70000,"components":[{"name": "IGIC", "ratePpm": 70000}]},
{"id":"01a214cc-2828-726c-ba2a-ad3c7f7b492c","country_code":"ES","region_code":"ML","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-2828-72ae-a676-32983538e068","country_code":"ES","region_code":"TF","tax_class":"standard","name":"IGIC","rate_ppm":70000,"components":[{"name": "IGIC", "ratePpm": 70000}]},
{"id":"01a214cc-2828-72f5-8536-bef7e0b9e381","country_code":"FI","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":255000,"components":[{"name": "VAT", "ratePpm": 255000}]},
{"id":"01a214cc-2828-7358-944c-4fe6561755d7","country_code":"FR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a214cc-2828-73bf-96df-3dafe387ce6e","country_code":"GB","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a214cc-2828-740a-894f-5186e484b716","country_code":"GR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":240000,"components":[{"name": "VAT", "ratePpm": 240000}]},
{"id":"01a214cc-2828-7473-9c19-681d07c3c58d","country_code":"HR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a214cc-2828-74b5-9918-42d5ed871cf5","country_code":"HU","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":270000,"components":[{"name": "VAT", "ratePpm": 270000}]},
{"id":"01a214cc-2828-74fe-b5c3-d96202bb0950","country_code":"IE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a214cc-2828-755f-80c0-11b242bb5861","country_code":"IT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":220000,"components":[{"name": "VAT", "ratePpm": 220000}]},
{"id":"01a214cc-2828-75eb-ae75-49d56f91bca1","country_code":"JP","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":100000,"components":[{"name": "VAT", "ratePpm": 100000}]},
{"id":"01a214cc-2828-7650-adb1-b80f70765d0c","country_code":"LT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-2828-76d9-8d0c-af4aeea12c6f","country_code":"LU","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":170000,"components":[{"name": "VAT", "ratePpm": 170000}]},
{"id":"01a214cc-2828-772e-a822-6648c3ee6b6d","country_code":"LV","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-2828-7789-bc92-1b5ec46c7456","country_code":"MT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":180000,"components":[{"name": "VAT", "ratePpm": 180000}]},
{"id":"01a214cc-2828-7837-9839-ac216a171673","country_code":"NL","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-2828-787e-b494-d533143e6eaf","country_code":"PL","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a214cc-2828-78cc-b8b5-de1331183bab","country_code":"PT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a214cc-2828-790e-85aa-876012fe5d09","country_code":"RO","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-2828-794b-a72f-df50ae4c49b0","country_code":"SE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a214cc-2828-798a-8090-759bc5bdfe14","country_code":"SI","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":220000,"components":[{"name": "VAT", "ratePpm": 220000}]},
{"id":"01a214cc-2828-79c8-a6e2-f33773f6fc33","country_code":"SK","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a214cc-2828-7a07-925b-bf343b58e9ec","country_code":"US","region_code":null,"tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-2828-7a46-9e71-53cb7a1e1a54","country_code":"US","region_code":"AK","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-2828-7a8a-bfac-09b451a54084","country_code":"US","region_code":"AL","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a214cc-2828-7ad1-bc3c-2ce2d5e8dfd0","country_code":"US","region_code":"AR","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a214cc-2828-7b40-9be0-7fba350c3ec0","country_code":"US","region_code":"AZ","tax_class":"standard","name":"Sales tax","rate_ppm":56000,"components":[{"name": "Sales tax", "ratePpm": 56000}]},
{"id":"01a214cc-2828-7b87-8234-eb76952efea5","country_code":"US","region_code":"CA","tax_class":"standard","name":"Sales tax","rate_ppm":72500,"components":[{"name": "Sales tax", "ratePpm": 72500}]},
{"id":"01a214cc-2828-7bcb-b962-645a0f8070cd","country_code":"US","region_code":"CO","tax_class":"standard","name":"Sales tax","rate_ppm":29000,"components":[{"name": "Sales tax", "ratePpm": 29000}]},
{"id":"01a214cc-2828-7c1d-9261-ea139439fc46","country_code":"US","region_code":"CT","tax_class":"standard","name":"Sales tax","rate_ppm":63500,"components":[{"name": "Sales tax", "ratePpm": 63500}]},
{"id":"01a214cc-2828-7c66-b641-4ec78800ace9","country_code":"US","region_code":"DC","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a214cc-2828-7cad-a2a3-ac3e1fda5b27","country_code":"US","region_code":"DE","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-2828-7cf1-8992-a2fd0e9d75d7","country_code":"US","region_code":"FL","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-2828-7d38-a063-6f394868d871","country_code":"US","region_code":"GA","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a214cc-2828-7d7f-a6db-4e05050a38e7","country_code":"US","region_code":"HI","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a214cc-2828-7dc3-b076-08535eefb87e","country_code":"US","region_code":"IA","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-2828-7e09-9bde-2cbce44d50c5","country_code":"US","region_code":"ID","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-2828-7e4d-92ad-179f37248aa8","country_code":"US","region_code":"IL","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a214cc-2828-7e90-915d-8ce20d16b71a","country_code":"US","region_code":"IN","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a214cc-2829-7078-a9e3-d39187d2322f","country_code":"US","region_code":"KS","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a214cc-2829-70dc-a09f-b55e572fffe8","country_code":"US","region_code":"KY","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-2829-7133-a0d7-94d0a8363ce2","country_code":"US","region_code":"LA","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a214cc-2829-717c-8b39-e5b905e54994","country_code":"US","region_code":"MA","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a214cc-2829-71ec-a2b0-3ff0ec391313","country_code":"US","region_code":"MD","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-2829-7236-a8c0-9ceb2a451611","country_code":"US","region_code":"ME","tax_class":"standard","name":"Sales tax","rate_ppm":55000,"components":[{"name": "Sales tax", "ratePpm": 55000}]},
{"id":"01a214cc-2829-727a-87e9-179afbe6d8ab","country_code":"US","region_code":"MI","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-2829-72ee-b546-e7ef3e9e2de0","country_code":"US","region_code":"MN","tax_class":"standard","name":"Sales tax","rate_ppm":68750,"components":[{"name": "Sales tax", "ratePpm": 68750}]},
{"id":"01a214cc-2829-7333-8025-2b758413f0f5","country_code":"US","region_code":"MO","tax_class":"standard","name":"Sales tax","rate_ppm":42250,"components":[{"name": "Sales tax", "ratePpm": 42250}]},
{"id":"01a214cc-2829-737b-b3a8-8012df2d44cc","country_code":"US","region_code":"MS","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a214cc-2829-73c1-942b-1bd47f459408","country_code":"US","region_code":"MT","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-2829-7404-85be-f79894c984ca","country_code":"US","region_code":"NC","tax_class":"standard","name":"Sales tax","rate_ppm":47500,"components":[{"name": "Sales tax", "ratePpm": 47500}]},
{"id":"01a214cc-2829-7449-9046-d814b7c593ea","country_code":"US","region_code":"ND","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a214cc-2829-749b-ae6f-a7e82bdd6b69","country_code":"US","region_code":"NE","tax_class":"standard","name":"Sales tax","rate_ppm":55000,"components":[{"name": "Sales tax", "ratePpm": 55000}]},
{"id":"01a214cc-2829-74e3-a25f-8a0ca341fb61","country_code":"US","region_code":"NH","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-2829-7529-ad33-0a645fcc3174","country_code":"US","region_code":"NJ","tax_class":"standard","name":"Sales tax","rate_ppm":66250,"components":[{"name": "Sales tax", "ratePpm": 66250}]},
{"id":"01a214cc-2829-756e-823c-eb97d89cb27e","country_code":"US","region_code":"NM","tax_class":"standard","name":"Sales tax","rate_ppm":48750,"components":[{"name": "Sales tax", "ratePpm": 48750}]},
{"id":"01a214cc-2829-75b3-bf07-d980cbb6137b","country_code":"US","region_code":"NV","tax_class":"standard","name":"Sales tax","rate_ppm":68500,"components":[{"name": "Sales tax", "ratePpm": 68500}]},
{"id":"01a214cc-2829-75f8-bd08-96f21d81b484","country_code":"US","region_code":"NY","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a214cc-2829-763e-84b5-b4b8b57728bc","country_code":"US","region_code":"OH","tax_class":"standard","name":"Sales tax","rate_ppm":57500,"components":[{"name": "Sales tax", "ratePpm": 57500}]},
{"id":"01a214cc-2829-7684-8455-36b2cc9156cb","country_code":"US","region_code":"OK","tax_class":"standard","name":"Sales tax","rate_ppm":45000,"components":[{"name": "Sales tax", "ratePpm": 45000}]},
{"id":"01a214cc-2829-76c7-ac42-7860ca511718","country_code":"US","region_code":"OR","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-2829-770c-9069-779674a8f935","country_code":"US","region_code":"PA","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-2829-7751-8634-f037ed5c9894","country_code":"US","region_code":"RI","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a214cc-2829-7796-9078-b1f62529a154","country_code":"US","region_code":"SC","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-2829-77e7-b08b-51b52274dd94","country_code":"US","region_code":"SD","tax_class":"standard","name":"Sales tax","rate_ppm":42000,"components":[{"name": "Sales tax", "ratePpm": 42000}]},
{"id":"01a214cc-2829-788c-babb-ee8f9a15eb45","country_code":"US","region_code":"TN","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a214cc-2829-78d2-9449-e8d81962beb4","country_code":"US","region_code":"TX","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a214cc-2829-7919-82bd-55bbdc73eb6a","country_code":"US","region_code":"UT","tax_class":"standard","name":"Sales tax","rate_ppm":61000,"components":[{"name": "Sales tax", "ratePpm": 61000}]},
{"id":"01a214cc-2829-795f-90d5-7ec7a0401672","country_code":"US","region_code":"VA","tax_class":"standard","name":"Sales tax","rate_ppm":53000,"components":[{"name": "Sales tax", "ratePpm": 53000}]},
{"id":"01a214cc-2829-79a2-a87f-5ad2d7f47d50","country_code":"US","region_code":"VT","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-2829-79e8-a2ce-f2262c4a9aad","country_code":"US","region_code":"WA","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a214cc-2829-7a2f-96a8-d2bad7c28dce","country_code":"US","region_code":"WI","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a214cc-2829-7a74-8e5c-d79373a1224d","country_code":"US","region_code":"WV","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-2829-7abb-af68-5aa096da4cd6","country_code":"US","region_code":"WY","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]}
]');
