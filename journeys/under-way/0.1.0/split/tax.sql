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
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:21:41.123465+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:21:41.293749+00:00"},
{"name":"0001-rates","checksum":"iVz_klRfQQ0JCLj88SEGbtxEdgSYxELUT2X8wn5k-zQ","applied_at":"2026-11-25T22:21:41.437255+00:00"},
{"name":"0002-state-rates","checksum":"PUrKHvLWUznHY_NPMhpq0Wbjm5vbpn7wshWj9_xdvK0","applied_at":"2026-11-25T22:21:41.568169+00:00"}
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
{"id":"01a214cc-ee50-7d11-a53e-ad92e9352569","country_code":"AT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a214cc-ee51-742c-87ec-789aa4a966da","country_code":"BE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-ee51-74aa-9193-a71008765943","country_code":"BG","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a214cc-ee51-74f0-873a-d21a639fc2ce","country_code":"CA","region_code":null,"tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a214cc-ee51-756c-a5f2-6a2073b55bb0","country_code":"CA","region_code":"AB","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a214cc-ee51-765e-9504-dd07b2ae10e8","country_code":"CA","region_code":"BC","tax_class":"standard","name":"GST + PST","rate_ppm":120000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 70000}]},
{"id":"01a214cc-ee51-76b4-bb50-6de43b4e032f","country_code":"CA","region_code":"MB","tax_class":"standard","name":"GST + PST","rate_ppm":120000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 70000}]},
{"id":"01a214cc-ee51-772d-955e-e795021c8b3a","country_code":"CA","region_code":"NB","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a214cc-ee51-7777-a870-234a6c0638a3","country_code":"CA","region_code":"NL","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a214cc-ee51-77bd-a4a7-944c9b8e225a","country_code":"CA","region_code":"NS","tax_class":"standard","name":"HST","rate_ppm":140000,"components":[{"name": "HST", "ratePpm": 140000}]},
{"id":"01a214cc-ee51-7830-a9f5-fcf16795e087","country_code":"CA","region_code":"NT","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a214cc-ee51-7876-8cf9-30e71a4e2281","country_code":"CA","region_code":"NU","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a214cc-ee51-78ec-a6e9-48c33b99e288","country_code":"CA","region_code":"ON","tax_class":"standard","name":"HST","rate_ppm":130000,"components":[{"name": "HST", "ratePpm": 130000}]},
{"id":"01a214cc-ee51-794d-bc25-175339068186","country_code":"CA","region_code":"PE","tax_class":"standard","name":"HST","rate_ppm":150000,"components":[{"name": "HST", "ratePpm": 150000}]},
{"id":"01a214cc-ee51-7999-abe5-d4decb0002e0","country_code":"CA","region_code":"QC","tax_class":"standard","name":"GST + QST","rate_ppm":149750,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "QST", "ratePpm": 99750}]},
{"id":"01a214cc-ee51-79e1-809c-21f03379a20c","country_code":"CA","region_code":"SK","tax_class":"standard","name":"GST + PST","rate_ppm":110000,"components":[{"name": "GST", "ratePpm": 50000}, {"name": "PST", "ratePpm": 60000}]},
{"id":"01a214cc-ee51-7a26-b347-abfe042b065d","country_code":"CA","region_code":"YT","tax_class":"standard","name":"GST","rate_ppm":50000,"components":[{"name": "GST", "ratePpm": 50000}]},
{"id":"01a214cc-ee51-7a7a-80f1-e4ebc552d380","country_code":"CY","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":190000,"components":[{"name": "VAT", "ratePpm": 190000}]},
{"id":"01a214cc-ee51-7af2-9864-bebcc3d827ab","country_code":"CZ","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-ee51-7c8f-8e9e-43380dc569af","country_code":"DE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":190000,"components":[{"name": "VAT", "ratePpm": 190000}]},
{"id":"01a214cc-ee51-7ce5-bae0-fc41b83b52fc","country_code":"DK","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a214cc-ee51-7d27-b2c5-cf294ebed5d2","country_code":"EE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":240000,"components":[{"name": "VAT", "ratePpm": 240000}]},
{"id":"01a214cc-ee51-7db5-88d7-442a771f769b","country_code":"ES","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-ee51-7e33-ba7e-029c72da19fb","country_code":"ES","region_code":"CE","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-ee51-7e7e-a495-1b5dac5f4505","country_code":"ES","region_code":"GC","tax_class":"standard","name":"IGIC","rate_ppm":70000,"components":[{"name": "IGIC", "ratePpm": 70000}]},
{"id":"01a214cc-ee51-7ec6-9230-7563106f4389","country_code":"ES","region_code":"ML","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-ee51-7f0e-944c-41b37065f455","country_code":"ES","region_code":"TF","tax_class":"standard","name":"IGIC","rate_ppm":70000,"components":[{"name": "IGIC", "ratePpm": 70000}]},
{"id":"01a214cc-ee51-7f54-a344-13beb031e9f4","country_code":"FI","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":255000,"components":[{"name": "VAT", "ratePpm": 255000}]},
{"id":"01a214cc-ee51-7fc9-bae5-2e2cd004a879","country_code":"FR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a214cc-ee52-701c-b738-2c3928a27036","country_code":"GB","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":200000,"components":[{"name": "VAT", "ratePpm": 200000}]},
{"id":"01a214cc-ee52-705f-812d-0a8da34c1371","country_code":"GR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":240000,"components":[{"name": "VAT", "ratePpm": 240000}]},
{"id":"01a214cc-ee52-70cc-91e1-28d3f2c35077","country_code":"HR","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a214cc-ee52-713c-8867-86485fddc39e","country_code":"HU","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":270000,"components":[{"name": "VAT", "ratePpm": 270000}]},
{"id":"01a214cc-ee52-71ab-92c9-61d2cd4237fa","country_code":"IE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a214cc-ee52-71ee-8043-9266f8637ba4","country_code":"IT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":220000,"components":[{"name": "VAT", "ratePpm": 220000}]},
{"id":"01a214cc-ee52-725f-89ec-d75524d1c7f8","country_code":"JP","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":100000,"components":[{"name": "VAT", "ratePpm": 100000}]},
{"id":"01a214cc-ee52-72a5-a212-5a7a92f2f699","country_code":"LT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-ee52-7316-b831-d79c9b29f331","country_code":"LU","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":170000,"components":[{"name": "VAT", "ratePpm": 170000}]},
{"id":"01a214cc-ee52-7356-bf35-1147c55a748c","country_code":"LV","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-ee52-7397-abbc-488d5fa0c9a2","country_code":"MT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":180000,"components":[{"name": "VAT", "ratePpm": 180000}]},
{"id":"01a214cc-ee52-7406-8335-b1b18eab50a9","country_code":"NL","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-ee52-7453-b8bd-64077d4d4da2","country_code":"PL","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a214cc-ee52-7495-9423-ca7234e9acb9","country_code":"PT","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a214cc-ee52-74d6-903b-03bf713e6284","country_code":"RO","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":210000,"components":[{"name": "VAT", "ratePpm": 210000}]},
{"id":"01a214cc-ee52-7516-9996-476f36ed5170","country_code":"SE","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":250000,"components":[{"name": "VAT", "ratePpm": 250000}]},
{"id":"01a214cc-ee52-7557-b6d0-c6b21e850cb6","country_code":"SI","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":220000,"components":[{"name": "VAT", "ratePpm": 220000}]},
{"id":"01a214cc-ee52-7597-b802-ac2958ce1e75","country_code":"SK","region_code":null,"tax_class":"standard","name":"VAT","rate_ppm":230000,"components":[{"name": "VAT", "ratePpm": 230000}]},
{"id":"01a214cc-ee52-75d8-bf2d-890537630f51","country_code":"US","region_code":null,"tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-ee52-7617-bd4a-0eafe7393819","country_code":"US","region_code":"AK","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-ee52-7660-84b6-e79a28609f60","country_code":"US","region_code":"AL","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a214cc-ee52-76a9-9f2e-a912f573a674","country_code":"US","region_code":"AR","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a214cc-ee52-771f-8cdc-54af55b74db3","country_code":"US","region_code":"AZ","tax_class":"standard","name":"Sales tax","rate_ppm":56000,"components":[{"name": "Sales tax", "ratePpm": 56000}]},
{"id":"01a214cc-ee52-7767-86e8-3f09674bfc96","country_code":"US","region_code":"CA","tax_class":"standard","name":"Sales tax","rate_ppm":72500,"components":[{"name": "Sales tax", "ratePpm": 72500}]},
{"id":"01a214cc-ee52-77bb-904a-0785babacc3e","country_code":"US","region_code":"CO","tax_class":"standard","name":"Sales tax","rate_ppm":29000,"components":[{"name": "Sales tax", "ratePpm": 29000}]},
{"id":"01a214cc-ee52-7805-b129-7407e363dacf","country_code":"US","region_code":"CT","tax_class":"standard","name":"Sales tax","rate_ppm":63500,"components":[{"name": "Sales tax", "ratePpm": 63500}]},
{"id":"01a214cc-ee52-784f-bd6f-f6e5ae3fd5e7","country_code":"US","region_code":"DC","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a214cc-ee52-7895-b7fa-c87182e2023a","country_code":"US","region_code":"DE","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-ee52-78de-a660-27293b48bcc3","country_code":"US","region_code":"FL","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-ee52-7927-9c90-b09daefa99f2","country_code":"US","region_code":"GA","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a214cc-ee52-796d-b234-99f4a082dfef","country_code":"US","region_code":"HI","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a214cc-ee52-79b7-8f7e-e33d255aa896","country_code":"US","region_code":"IA","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-ee52-79fe-b69f-eabf52bb523d","country_code":"US","region_code":"ID","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-ee52-7a46-bb8b-e7b2b505bc09","country_code":"US","region_code":"IL","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a214cc-ee52-7a8c-a3ba-967dd0393675","country_code":"US","region_code":"IN","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a214cc-ee52-7c9f-b915-cb0e67648ee8","country_code":"US","region_code":"KS","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a214cc-ee52-7d05-af6f-eeb7db8a82ed","country_code":"US","region_code":"KY","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-ee52-7d50-ab3e-cd31dc31cfda","country_code":"US","region_code":"LA","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a214cc-ee52-7def-8b86-08ee4a2ed0ba","country_code":"US","region_code":"MA","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a214cc-ee52-7e70-98ab-e8f091bfd8ea","country_code":"US","region_code":"MD","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-ee52-7ebc-a0e8-99c25b8b6ddc","country_code":"US","region_code":"ME","tax_class":"standard","name":"Sales tax","rate_ppm":55000,"components":[{"name": "Sales tax", "ratePpm": 55000}]},
{"id":"01a214cc-ee52-7f03-9875-dcb7f34f6774","country_code":"US","region_code":"MI","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-ee52-7f7b-b0a7-1cac4a08e18a","country_code":"US","region_code":"MN","tax_class":"standard","name":"Sales tax","rate_ppm":68750,"components":[{"name": "Sales tax", "ratePpm": 68750}]},
{"id":"01a214cc-ee52-7fc2-908c-4ca5b987ec11","country_code":"US","region_code":"MO","tax_class":"standard","name":"Sales tax","rate_ppm":42250,"components":[{"name": "Sales tax", "ratePpm": 42250}]},
{"id":"01a214cc-ee53-700a-af96-e1bb22885c77","country_code":"US","region_code":"MS","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a214cc-ee53-7052-930d-3c9cebdc11e2","country_code":"US","region_code":"MT","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-ee53-7096-b0c6-a70282420fbd","country_code":"US","region_code":"NC","tax_class":"standard","name":"Sales tax","rate_ppm":47500,"components":[{"name": "Sales tax", "ratePpm": 47500}]},
{"id":"01a214cc-ee53-70eb-8013-701f4b9449b9","country_code":"US","region_code":"ND","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a214cc-ee53-7134-a684-844f87a6b245","country_code":"US","region_code":"NE","tax_class":"standard","name":"Sales tax","rate_ppm":55000,"components":[{"name": "Sales tax", "ratePpm": 55000}]},
{"id":"01a214cc-ee53-71ac-9f80-c6ba891d5de3","country_code":"US","region_code":"NH","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-ee53-71f7-9a87-81ca3ff8093a","country_code":"US","region_code":"NJ","tax_class":"standard","name":"Sales tax","rate_ppm":66250,"components":[{"name": "Sales tax", "ratePpm": 66250}]},
{"id":"01a214cc-ee53-723d-b8a9-477fca5c400b","country_code":"US","region_code":"NM","tax_class":"standard","name":"Sales tax","rate_ppm":48750,"components":[{"name": "Sales tax", "ratePpm": 48750}]},
{"id":"01a214cc-ee53-7283-8e01-4c9b044ebe7b","country_code":"US","region_code":"NV","tax_class":"standard","name":"Sales tax","rate_ppm":68500,"components":[{"name": "Sales tax", "ratePpm": 68500}]},
{"id":"01a214cc-ee53-72cd-9712-6a06ff0e4bfd","country_code":"US","region_code":"NY","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]},
{"id":"01a214cc-ee53-7312-b6a1-53481d777e96","country_code":"US","region_code":"OH","tax_class":"standard","name":"Sales tax","rate_ppm":57500,"components":[{"name": "Sales tax", "ratePpm": 57500}]},
{"id":"01a214cc-ee53-735a-abf4-b4385e2351cf","country_code":"US","region_code":"OK","tax_class":"standard","name":"Sales tax","rate_ppm":45000,"components":[{"name": "Sales tax", "ratePpm": 45000}]},
{"id":"01a214cc-ee53-73a0-8b21-eb3fc642eded","country_code":"US","region_code":"OR","tax_class":"standard","name":"No tax","rate_ppm":0,"components":[]},
{"id":"01a214cc-ee53-73e5-9ccf-d3706d62e64c","country_code":"US","region_code":"PA","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-ee53-742c-a0e0-2cfe94aaed76","country_code":"US","region_code":"RI","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a214cc-ee53-747f-9e37-fe75a6535513","country_code":"US","region_code":"SC","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-ee53-74ca-b153-cb48a4f4d4a0","country_code":"US","region_code":"SD","tax_class":"standard","name":"Sales tax","rate_ppm":42000,"components":[{"name": "Sales tax", "ratePpm": 42000}]},
{"id":"01a214cc-ee53-750f-a3f5-10f8805e6046","country_code":"US","region_code":"TN","tax_class":"standard","name":"Sales tax","rate_ppm":70000,"components":[{"name": "Sales tax", "ratePpm": 70000}]},
{"id":"01a214cc-ee53-7556-b488-6b38704d61b8","country_code":"US","region_code":"TX","tax_class":"standard","name":"Sales tax","rate_ppm":62500,"components":[{"name": "Sales tax", "ratePpm": 62500}]},
{"id":"01a214cc-ee53-75a0-ae98-cdfc67222bcd","country_code":"US","region_code":"UT","tax_class":"standard","name":"Sales tax","rate_ppm":61000,"components":[{"name": "Sales tax", "ratePpm": 61000}]},
{"id":"01a214cc-ee53-75e6-b081-20a682a3c356","country_code":"US","region_code":"VA","tax_class":"standard","name":"Sales tax","rate_ppm":53000,"components":[{"name": "Sales tax", "ratePpm": 53000}]},
{"id":"01a214cc-ee53-762d-8a82-04d9b27fa727","country_code":"US","region_code":"VT","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-ee53-7674-87a4-430bd2c8a27f","country_code":"US","region_code":"WA","tax_class":"standard","name":"Sales tax","rate_ppm":65000,"components":[{"name": "Sales tax", "ratePpm": 65000}]},
{"id":"01a214cc-ee53-76bc-91b1-e16a32ef20de","country_code":"US","region_code":"WI","tax_class":"standard","name":"Sales tax","rate_ppm":50000,"components":[{"name": "Sales tax", "ratePpm": 50000}]},
{"id":"01a214cc-ee53-7705-a272-5e14513df28a","country_code":"US","region_code":"WV","tax_class":"standard","name":"Sales tax","rate_ppm":60000,"components":[{"name": "Sales tax", "ratePpm": 60000}]},
{"id":"01a214cc-ee53-774f-a091-cc045050d2c5","country_code":"US","region_code":"WY","tax_class":"standard","name":"Sales tax","rate_ppm":40000,"components":[{"name": "Sales tax", "ratePpm": 40000}]}
]');
