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

-- applied 0001-carts
-- A cart is one row: its lines are a document, since they are always read and written together.
create table cart (
  id uuid primary key,
  version int not null default 1,
  state text not null default 'active'
    check (state in ('active', 'completed', 'merged', 'expired')),
  channel text not null,
  locale text not null,
  currency text not null,
  prices_include_tax boolean not null,
  owner_kind text not null check (owner_kind in ('guest', 'customer')),
  owner_id text not null,
  lines jsonb not null default '[]',
  -- the customer's cart that took this guest's lines
  merged_into uuid references cart (id),
  order_id uuid,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now(),
  expires_at timestamptz not null
);
create index cart_of_owner on cart (owner_kind, owner_id, channel, updated_at) where state = 'active';
create index cart_expiry on cart (expires_at) where state = 'active';
create index cart_merged_into on cart (merged_into) where merged_into is not null;

-- applied 0002-customer-segments
-- In which groups customers are, as customer tells it.
create table customer_segment (
  customer_id text primary key,
  group_codes text[] not null,
  -- of the customer's profile, so that an older telling never overwrites a newer one
  version int not null
);

-- applied 0003-fields
-- Fields that the shop defines itself, of order lines: shoppers fill them in, the cart's lines hold it.
create table field_definition (
  owner text not null,
  key text not null,
  definition jsonb not null,
  version int not null default 1,
  updated_at timestamptz not null default kontor_now(),
  primary key (owner, key)
);

-- rows
insert into "cart"."cart" (id, version, state, channel, locale, currency, prices_include_tax, owner_kind, owner_id, lines, merged_into, order_id, created_at, updated_at, expires_at) overriding system value
select id, version, state, channel, locale, currency, prices_include_tax, owner_kind, owner_id, lines, merged_into, order_id, created_at, updated_at, expires_at from json_populate_recordset(null::"cart"."cart", '[
{"id":"01a21807-e1f7-7242-ad18-cdae1f8841bc","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21807-e1b6-79bf-8fe1-3931f66b3a1f","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21807-e21c-76fb-8adf-9bb69c0f9c71", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21807-dedb-764c-8443-a3df47080c10", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21807-e448-75c5-98f7-2bdb02943f9d","created_at":"2026-11-26T13:24:59.51466+00:00","updated_at":"2026-11-26T13:25:00.498997+00:00","expires_at":"2026-12-26T13:24:59.549+00:00"},
{"id":"01a21807-e716-7db0-8f3b-2a75322e88be","version":2,"state":"active","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21807-e70e-7138-8709-fff01c912f94","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21807-e725-735d-83dc-479f086712f5", "imageUrl": null, "quantity": 2, "taxClass": "standard", "productId": "01a21807-dedb-764c-8443-a3df47080c10", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":null,"created_at":"2026-11-26T13:25:00.823071+00:00","updated_at":"2026-11-26T13:25:00.837652+00:00","expires_at":"2026-12-26T13:25:00.837+00:00"},
{"id":"01a21807-e97a-75be-8c94-7d1c9d7d2752","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"customer","owner_id":"01a21807-e75f-7f4d-83ab-e27c6351e7b0","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21807-e994-75a9-8316-64c0dda5a1c9", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21807-dedb-764c-8443-a3df47080c10", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","created_at":"2026-11-26T13:25:01.435572+00:00","updated_at":"2026-11-26T13:25:01.660155+00:00","expires_at":"2027-02-24T13:25:01.46+00:00"},
{"id":"01a21807-eb23-7e2b-8cd6-bc5d8470b269","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21807-eb1d-7a28-913e-d098301c26b6","lines":[{"sku": "COAT-M", "title": "Pilot Coat", "handle": "pilot-coat", "lineId": "01a21807-eb3e-7af9-a3eb-35aaeee5bfcc", "imageUrl": null, "quantity": 2, "taxClass": "standard", "productId": "01a21807-dedc-720a-998c-57cef2cd25b9", "weightGrams": 1400, "variantTitle": "M", "unitPriceMinor": 18900, "requiresShipping": true}],"merged_into":null,"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","created_at":"2026-11-26T13:25:01.859632+00:00","updated_at":"2026-11-26T13:25:02.046923+00:00","expires_at":"2026-12-26T13:25:01.886+00:00"},
{"id":"01a21807-ed89-720f-b924-6bb61e48bc26","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21807-ed84-7811-9ecb-1254135b65dc","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21807-ed97-7a9e-a765-14e8e70b6788", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21807-dedb-764c-8443-a3df47080c10", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","created_at":"2026-11-26T13:25:02.474642+00:00","updated_at":"2026-11-26T13:25:02.64829+00:00","expires_at":"2026-12-26T13:25:02.487+00:00"},
{"id":"01a21807-eebd-748e-9786-61fe422f923a","version":2,"state":"active","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21807-eeb5-75d0-929b-84c6f7476a64","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21807-eed1-7f00-ba35-9d8eab1535da", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21807-dedb-764c-8443-a3df47080c10", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":null,"created_at":"2026-11-26T13:25:02.786787+00:00","updated_at":"2026-11-26T13:25:02.8015+00:00","expires_at":"2026-12-26T13:25:02.801+00:00"},
{"id":"01a21807-f317-7146-b585-4b9512959c4d","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21807-f312-7a22-96f7-6a8adad4db24","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21807-f328-733b-a325-cb8fec593b0e", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21807-dedb-764c-8443-a3df47080c10", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21807-f473-7115-8038-825cca2d5a39","created_at":"2026-11-26T13:25:03.895803+00:00","updated_at":"2026-11-26T13:25:04.344132+00:00","expires_at":"2026-12-26T13:25:03.912+00:00"},
{"id":"01a21808-9eb4-7dc8-a624-822c359a5845","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21808-9eab-7f82-bc9f-ef4a6004e702","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21808-9ec2-7c27-a2e7-b8b60c63073d", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21807-dedb-764c-8443-a3df47080c10", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21808-9f3b-7649-9ac4-5afccfb25dd4","created_at":"2026-11-26T13:25:47.829207+00:00","updated_at":"2026-11-26T13:25:48.025988+00:00","expires_at":"2026-12-26T13:25:47.842+00:00"},
{"id":"01a21808-9f8f-769a-a7ab-c5cec680e4ea","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21808-9f87-7c6d-943c-e42e0de7e795","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21808-9fa2-72b0-a5cd-8f2c21caa7e5", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21807-dedb-764c-8443-a3df47080c10", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21808-a02a-7a37-a53d-2b46ad84bc5c","created_at":"2026-11-26T13:25:48.048376+00:00","updated_at":"2026-11-26T13:25:48.247051+00:00","expires_at":"2026-12-26T13:25:48.066+00:00"},
{"id":"01a21808-a06c-78ba-9359-0c9da4fb55fc","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21808-a054-7ed6-bdd7-4f34e4010aec","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21808-a0a1-74f3-a092-a0c4498e32b8", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21807-dedb-764c-8443-a3df47080c10", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21808-a132-7a6f-aecd-f9b4a7831c59","created_at":"2026-11-26T13:25:48.268642+00:00","updated_at":"2026-11-26T13:25:48.543208+00:00","expires_at":"2026-12-26T13:25:48.321+00:00"}
]');
insert into "cart"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at, request_hash) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at, request_hash from json_populate_recordset(null::"cart"."idempotency", '[
{"actor_scope":"guest:01a21807-e1b6-79bf-8fe1-3931f66b3a1f:default","operation":"createCart","key":"ccc9fcd3-94d0-4712-a62d-2670fba4ff7a","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21807-e1f7-7242-ad18-cdae1f8841bc","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-e1b6-79bf-8fe1-3931f66b3a1f"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:24:59.511Z"},"created_at":"2026-11-26T13:24:59.51466+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21807-e1b6-79bf-8fe1-3931f66b3a1f:default","operation":"addLine","key":"d2850eb2-b05c-41cd-845e-8007b0e61fad","body_hash":"Uky0Grx7Tk741E0qGLL8APROmkequEDfz97862MeNDA","reply":{"cartId":"01a21807-e1f7-7242-ad18-cdae1f8841bc","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-e1b6-79bf-8fe1-3931f66b3a1f"},"lines":[{"lineId":"01a21807-e21c-76fb-8adf-9bb69c0f9c71","sku":"MUG-1","productId":"01a21807-dedb-764c-8443-a3df47080c10","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:24:59.549Z"},"created_at":"2026-11-26T13:24:59.550219+00:00","request_hash":"jpTCQRI9sM3gRdKJxSrISk5qdK8rx0G9_Z8usLZ3bVQ"},
{"actor_scope":"guest:01a21807-e70e-7138-8709-fff01c912f94:default","operation":"createCart","key":"1c8fed56-6740-49eb-b168-5eb4205d6c30","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21807-e716-7db0-8f3b-2a75322e88be","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-e70e-7138-8709-fff01c912f94"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:25:00.822Z"},"created_at":"2026-11-26T13:25:00.823071+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21807-e70e-7138-8709-fff01c912f94:default","operation":"addLine","key":"48fa4cdc-a099-4471-8d76-b7aef05e62cb","body_hash":"PGGT9dyNL39dWLg9ayZkS84R9U2d-vYGNq2zVKSRTeQ","reply":{"cartId":"01a21807-e716-7db0-8f3b-2a75322e88be","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-e70e-7138-8709-fff01c912f94"},"lines":[{"lineId":"01a21807-e725-735d-83dc-479f086712f5","sku":"MUG-1","productId":"01a21807-dedb-764c-8443-a3df47080c10","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":2,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":2580}],"subtotalMinor":2580,"notices":[],"expiresAt":"2026-12-26T13:25:00.837Z"},"created_at":"2026-11-26T13:25:00.837652+00:00","request_hash":"izqw2sEZQfnooQMRNh1NniEJVdtWjLJSefFQg9VPnLs"},
{"actor_scope":"customer:01a21807-e75f-7f4d-83ab-e27c6351e7b0:default","operation":"createCart","key":"70938007-b13b-4e40-99ad-fc6438294de9","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21807-e97a-75be-8c94-7d1c9d7d2752","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"customer","id":"01a21807-e75f-7f4d-83ab-e27c6351e7b0"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2027-02-24T13:25:01.434Z"},"created_at":"2026-11-26T13:25:01.435572+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"customer:01a21807-e75f-7f4d-83ab-e27c6351e7b0:default","operation":"addLine","key":"fe84e70e-c6e9-422f-a1a0-48d0ad7396a9","body_hash":"LGQ05JNcxx1daOsYr_x20r6JDrpsjEXtSabH09l5MLo","reply":{"cartId":"01a21807-e97a-75be-8c94-7d1c9d7d2752","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"customer","id":"01a21807-e75f-7f4d-83ab-e27c6351e7b0"},"lines":[{"lineId":"01a21807-e994-75a9-8316-64c0dda5a1c9","sku":"MUG-1","productId":"01a21807-dedb-764c-8443-a3df47080c10","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2027-02-24T13:25:01.460Z"},"created_at":"2026-11-26T13:25:01.460866+00:00","request_hash":"eGNeUp3ZKGr3b_w347Qz7bBo-UmmStliZCWabadDLAA"},
{"actor_scope":"guest:01a21807-eb1d-7a28-913e-d098301c26b6:default","operation":"createCart","key":"c4926389-54ba-4832-9453-7bff5bd80fe3","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21807-eb23-7e2b-8cd6-bc5d8470b269","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-eb1d-7a28-913e-d098301c26b6"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:25:01.859Z"},"created_at":"2026-11-26T13:25:01.859632+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21807-eb1d-7a28-913e-d098301c26b6:default","operation":"addLine","key":"97425f9f-57e5-43cf-b963-c96816a73a20","body_hash":"zxlKTWBJ33-E58IwY_ChVANGItCwih7IuogSRo81Au0","reply":{"cartId":"01a21807-eb23-7e2b-8cd6-bc5d8470b269","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-eb1d-7a28-913e-d098301c26b6"},"lines":[{"lineId":"01a21807-eb3e-7af9-a3eb-35aaeee5bfcc","sku":"COAT-M","productId":"01a21807-dedc-720a-998c-57cef2cd25b9","handle":"pilot-coat","title":"Pilot Coat","variantTitle":"M","imageUrl":null,"quantity":2,"unitPriceMinor":18900,"taxClass":"standard","weightGrams":1400,"requiresShipping":true,"subtotalMinor":37800}],"subtotalMinor":37800,"notices":[],"expiresAt":"2026-12-26T13:25:01.886Z"},"created_at":"2026-11-26T13:25:01.890602+00:00","request_hash":"hsQg4klitQrbOVk_Q-QceyCxIvNO9nKd0kAH1FOGqvc"},
{"actor_scope":"guest:01a21807-ed84-7811-9ecb-1254135b65dc:default","operation":"createCart","key":"e80cfe3c-8478-4187-b1ff-fc0f9faefefc","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21807-ed89-720f-b924-6bb61e48bc26","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-ed84-7811-9ecb-1254135b65dc"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:25:02.473Z"},"created_at":"2026-11-26T13:25:02.474642+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21807-ed84-7811-9ecb-1254135b65dc:default","operation":"addLine","key":"d193c5e2-b30b-4ecb-8748-fcc1f76519ee","body_hash":"u8M9t6gYCVERD7a0uhJxrVb35qSr_OeTVjYME_sXcCQ","reply":{"cartId":"01a21807-ed89-720f-b924-6bb61e48bc26","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-ed84-7811-9ecb-1254135b65dc"},"lines":[{"lineId":"01a21807-ed97-7a9e-a765-14e8e70b6788","sku":"MUG-1","productId":"01a21807-dedb-764c-8443-a3df47080c10","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:25:02.487Z"},"created_at":"2026-11-26T13:25:02.487847+00:00","request_hash":"YnMV4boyap8GljT0hVG8fX5Z1_eGCIi9wYOOwJlLk1A"},
{"actor_scope":"guest:01a21807-eeb5-75d0-929b-84c6f7476a64:default","operation":"createCart","key":"00f3d7e7-1ca5-4d06-9865-e723943f3bbb","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21807-eebd-748e-9786-61fe422f923a","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-eeb5-75d0-929b-84c6f7476a64"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:25:02.781Z"},"created_at":"2026-11-26T13:25:02.786787+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21807-eeb5-75d0-929b-84c6f7476a64:default","operation":"addLine","key":"6ee7e4ff-c1dc-479f-acd7-e25499fc602b","body_hash":"N3lzTIvCO4wSIBkAwdNsAltzjqXefDYGLl9mwga6v6E","reply":{"cartId":"01a21807-eebd-748e-9786-61fe422f923a","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-eeb5-75d0-929b-84c6f7476a64"},"lines":[{"lineId":"01a21807-eed1-7f00-ba35-9d8eab1535da","sku":"MUG-1","productId":"01a21807-dedb-764c-8443-a3df47080c10","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:25:02.801Z"},"created_at":"2026-11-26T13:25:02.8015+00:00","request_hash":"_Ks5oow3zLp1rb8AET03MBnGXHuNgKkCi3gz2gka-O8"},
{"actor_scope":"guest:01a21807-f312-7a22-96f7-6a8adad4db24:default","operation":"createCart","key":"c6d5b91f-d45c-49ac-86b5-e8fb7352ecbf","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21807-f317-7146-b585-4b9512959c4d","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-f312-7a22-96f7-6a8adad4db24"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:25:03.895Z"},"created_at":"2026-11-26T13:25:03.895803+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21807-f312-7a22-96f7-6a8adad4db24:default","operation":"addLine","key":"c206fea3-7409-4aaf-9796-b23ad9898ff4","body_hash":"FzOGgabniHHkSdyweph7cQDnGpsRAwhwMa2rarslpGs","reply":{"cartId":"01a21807-f317-7146-b585-4b9512959c4d","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-f312-7a22-96f7-6a8adad4db24"},"lines":[{"lineId":"01a21807-f328-733b-a325-cb8fec593b0e","sku":"MUG-1","productId":"01a21807-dedb-764c-8443-a3df47080c10","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:25:03.912Z"},"created_at":"2026-11-26T13:25:03.912985+00:00","request_hash":"rR5Zqodhuy3QFbT_bFa1jVYy5ajKLt8q1TRFYgNW4UM"},
{"actor_scope":"guest:01a21808-9eab-7f82-bc9f-ef4a6004e702:default","operation":"createCart","key":"f35cfb0b-59f8-4f1e-96c4-b67420db99b4","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21808-9eb4-7dc8-a624-822c359a5845","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21808-9eab-7f82-bc9f-ef4a6004e702"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:25:47.828Z"},"created_at":"2026-11-26T13:25:47.829207+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21808-9eab-7f82-bc9f-ef4a6004e702:default","operation":"addLine","key":"58364d0e-bb0d-4fae-9dcb-c8e582dfdcf6","body_hash":"Do2BvcOAs9Osx70miDqHYi2X2H_tXZrlH5zl-XJqbHg","reply":{"cartId":"01a21808-9eb4-7dc8-a624-822c359a5845","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21808-9eab-7f82-bc9f-ef4a6004e702"},"lines":[{"lineId":"01a21808-9ec2-7c27-a2e7-b8b60c63073d","sku":"MUG-1","productId":"01a21807-dedb-764c-8443-a3df47080c10","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:25:47.842Z"},"created_at":"2026-11-26T13:25:47.842999+00:00","request_hash":"8qa3xxPkz90_SnkmmSU-7fJRCvae96P_oLJRwM0QHCs"},
{"actor_scope":"guest:01a21808-9f87-7c6d-943c-e42e0de7e795:default","operation":"createCart","key":"7a40e9db-0b85-4973-8674-04ab0e79f358","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21808-9f8f-769a-a7ab-c5cec680e4ea","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21808-9f87-7c6d-943c-e42e0de7e795"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:25:48.047Z"},"created_at":"2026-11-26T13:25:48.048376+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21808-9f87-7c6d-943c-e42e0de7e795:default","operation":"addLine","key":"465be2b7-b6ae-4a63-bcf5-af8d3b123fc2","body_hash":"MdBuctPaii0sxc2ttOzCbYsoUQoehv8OuCZIMkVzcEk","reply":{"cartId":"01a21808-9f8f-769a-a7ab-c5cec680e4ea","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21808-9f87-7c6d-943c-e42e0de7e795"},"lines":[{"lineId":"01a21808-9fa2-72b0-a5cd-8f2c21caa7e5","sku":"MUG-1","productId":"01a21807-dedb-764c-8443-a3df47080c10","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:25:48.066Z"},"created_at":"2026-11-26T13:25:48.067334+00:00","request_hash":"V9F69tnapWxnk8LNX-VZhfJItcT4nuBOa3FGiLOwgfg"},
{"actor_scope":"guest:01a21808-a054-7ed6-bdd7-4f34e4010aec:default","operation":"createCart","key":"381928db-1f2f-47d2-9414-63fc0dcdf525","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21808-a06c-78ba-9359-0c9da4fb55fc","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21808-a054-7ed6-bdd7-4f34e4010aec"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:25:48.268Z"},"created_at":"2026-11-26T13:25:48.268642+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21808-a054-7ed6-bdd7-4f34e4010aec:default","operation":"addLine","key":"ce6dadbe-ada0-42dd-85b3-09fa503c6760","body_hash":"_uTtsBL4gpHsIc_SjuHoXPUGyyJE6D1hDQo6d3KxTfM","reply":{"cartId":"01a21808-a06c-78ba-9359-0c9da4fb55fc","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21808-a054-7ed6-bdd7-4f34e4010aec"},"lines":[{"lineId":"01a21808-a0a1-74f3-a092-a0c4498e32b8","sku":"MUG-1","productId":"01a21807-dedb-764c-8443-a3df47080c10","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:25:48.321Z"},"created_at":"2026-11-26T13:25:48.32241+00:00","request_hash":"TaBpG0cbyWEUfxvw-sDLxlEwdEB05w4Tcb2K1AOeqzk"}
]');
insert into "cart"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"cart"."inbox", '[
{"event_id":"01a21807-e58f-73a0-a4b2-65197e9e158b","sequence":1,"type":"checkout.completed","aggregate_id":"01a21807-e272-7a07-abe6-1c1e4bcc6d6e","aggregate_version":1,"received_at":"2026-11-26T13:25:00.498997+00:00"},
{"event_id":"01a21807-ea39-7d6d-81b3-0bd2a108f18c","sequence":2,"type":"checkout.completed","aggregate_id":"01a21807-e9a5-7a1c-87cb-a525abd89399","aggregate_version":1,"received_at":"2026-11-26T13:25:01.660155+00:00"},
{"event_id":"01a21807-ebd2-75c9-aea4-5d272c4f7cfb","sequence":3,"type":"checkout.completed","aggregate_id":"01a21807-eb5b-78f7-b60c-d9d3192bf346","aggregate_version":1,"received_at":"2026-11-26T13:25:02.046923+00:00"},
{"event_id":"01a21807-ee1e-7cf1-98b4-b02467b0141b","sequence":4,"type":"checkout.completed","aggregate_id":"01a21807-eda6-7c2d-acb3-19eb18148e67","aggregate_version":1,"received_at":"2026-11-26T13:25:02.64829+00:00"},
{"event_id":"01a21807-f4c2-7b9f-aad5-a72dc5c30667","sequence":5,"type":"checkout.completed","aggregate_id":"01a21807-f3da-7f52-869b-0961740efdaf","aggregate_version":1,"received_at":"2026-11-26T13:25:04.344132+00:00"},
{"event_id":"01a21808-9f67-73fc-8327-1521fb5ffa8a","sequence":6,"type":"checkout.completed","aggregate_id":"01a21808-9ede-7a44-909d-7270e7c8f15e","aggregate_version":1,"received_at":"2026-11-26T13:25:48.025988+00:00"},
{"event_id":"01a21808-a045-7711-843a-39cef4ebf9ee","sequence":7,"type":"checkout.completed","aggregate_id":"01a21808-9fbf-70d0-80a9-ab14a6c66a25","aggregate_version":1,"received_at":"2026-11-26T13:25:48.247051+00:00"},
{"event_id":"01a21808-a16b-75f7-9b49-c57026dd99fe","sequence":8,"type":"checkout.completed","aggregate_id":"01a21808-a0ce-7b1a-81ee-26f14cd97118","aggregate_version":1,"received_at":"2026-11-26T13:25:48.543208+00:00"}
]');
insert into "cart"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"cart"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.157074+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.340035+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.422908+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.488961+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.542148+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.568775+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.607151+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.633508+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.683985+00:00"},
{"name":"0001-carts","checksum":"2pqGJJ1z6bVQOLc1-7RY0rZON083N-AQKCmCTyY4XMY","applied_at":"2026-11-26T13:23:14.717507+00:00"},
{"name":"0002-customer-segments","checksum":"6celzcLiBncQ2e9qDQ-Mb0UNeFwgLPhtrLbKLod0lnw","applied_at":"2026-11-26T13:23:14.820001+00:00"},
{"name":"0003-fields","checksum":"sHu4aXlyKQj_Zm__hzu1grCuUHf04DgV90qzoETiA5Y","applied_at":"2026-11-26T13:23:14.881337+00:00"}
]');
select setval('cart.inbox_sequence_seq', 8);
