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
{"id":"01a21806-64c8-78dd-a323-0b90b8861c4d","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21806-645d-741d-b724-d90e025b46df","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21806-64e4-7d24-9053-b4f569c151b2", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","created_at":"2026-11-26T13:23:21.930495+00:00","updated_at":"2026-11-26T13:23:22.576229+00:00","expires_at":"2026-12-26T13:23:21.956+00:00"},
{"id":"01a21806-6ac2-77f1-8e64-dd574ee67b97","version":2,"state":"active","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21806-6aa1-7375-ba30-fe641eb88ea5","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21806-6b06-7bfd-bcc2-e83b3103576f", "imageUrl": null, "quantity": 2, "taxClass": "standard", "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":null,"created_at":"2026-11-26T13:23:23.459662+00:00","updated_at":"2026-11-26T13:23:23.527019+00:00","expires_at":"2026-12-26T13:23:23.526+00:00"},
{"id":"01a21806-6dce-7f56-853d-563a9bf9aa69","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"customer","owner_id":"01a21806-6c1e-701f-a691-19dfbd993bbf","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21806-6dd6-7e7e-926d-9ce7db21b009", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21806-6e04-7167-a390-08ae919d4ddf","created_at":"2026-11-26T13:23:24.240137+00:00","updated_at":"2026-11-26T13:23:24.331942+00:00","expires_at":"2027-02-24T13:23:24.246+00:00"},
{"id":"01a21806-6e95-7655-bd74-e39d48dc8bd7","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21806-6e8f-7836-aff9-51e86047d3c4","lines":[{"sku": "COAT-M", "title": "Pilot Coat", "handle": "pilot-coat", "lineId": "01a21806-6ea8-7bec-b669-b23e7bf7f930", "imageUrl": null, "quantity": 2, "taxClass": "standard", "productId": "01a21806-62ad-7f45-a36c-72116207a03a", "weightGrams": 1400, "variantTitle": "M", "unitPriceMinor": 18900, "requiresShipping": true}],"merged_into":null,"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","created_at":"2026-11-26T13:23:24.438591+00:00","updated_at":"2026-11-26T13:23:24.625416+00:00","expires_at":"2026-12-26T13:23:24.456+00:00"},
{"id":"01a21806-7100-730c-a476-986479b122d6","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21806-70ef-7efd-b42a-e5046035f16f","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21806-710d-724d-9393-131a4727834b", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","created_at":"2026-11-26T13:23:25.060962+00:00","updated_at":"2026-11-26T13:23:25.174047+00:00","expires_at":"2026-12-26T13:23:25.069+00:00"},
{"id":"01a21806-720b-7742-bc88-4f377fe9e6cd","version":2,"state":"active","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21806-7202-73b4-9d28-27f2deca7198","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21806-7214-718f-b77e-8b0e62908b55", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":null,"created_at":"2026-11-26T13:23:25.323808+00:00","updated_at":"2026-11-26T13:23:25.333281+00:00","expires_at":"2026-12-26T13:23:25.332+00:00"},
{"id":"01a21806-76bc-7578-b086-888ce9bcf94a","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21806-76b8-7ab5-86a9-37ce4659e7ba","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21806-76c8-76c9-8025-23eaf2643c79", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21806-76ee-71f1-a594-7462b183c593","created_at":"2026-11-26T13:23:26.524371+00:00","updated_at":"2026-11-26T13:23:26.606355+00:00","expires_at":"2026-12-26T13:23:26.536+00:00"},
{"id":"01a21807-37ca-7c44-86b3-a0c979cf2f52","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21807-37c4-72de-bd5c-3768df85a028","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21807-37e2-78f8-baf9-929ca6cf5959", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21807-3844-76e9-ab97-298e156a3d81","created_at":"2026-11-26T13:24:15.946567+00:00","updated_at":"2026-11-26T13:24:16.110935+00:00","expires_at":"2026-12-26T13:24:15.97+00:00"},
{"id":"01a21807-3880-7513-ac42-4412e32b6aa2","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21807-3874-775c-a935-3d582314375f","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21807-3891-7ce5-ba1a-73861bc562f4", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21807-38bf-7a10-b427-d77aea65c859","created_at":"2026-11-26T13:24:16.129189+00:00","updated_at":"2026-11-26T13:24:16.220831+00:00","expires_at":"2026-12-26T13:24:16.145+00:00"},
{"id":"01a21807-38df-7929-93ca-c14626327f2b","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a21807-38d7-7caa-a781-f564f934757b","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a21807-38ee-79be-a134-632a205ab8dc", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a21807-3924-7636-9a5f-e796571c864c","created_at":"2026-11-26T13:24:16.223714+00:00","updated_at":"2026-11-26T13:24:16.312205+00:00","expires_at":"2026-12-26T13:24:16.238+00:00"}
]');
insert into "cart"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at, request_hash) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at, request_hash from json_populate_recordset(null::"cart"."idempotency", '[
{"actor_scope":"guest:01a21806-645d-741d-b724-d90e025b46df:default","operation":"createCart","key":"deb72c28-30e8-4aaf-8df1-17a52e8d9dff","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21806-64c8-78dd-a323-0b90b8861c4d","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-645d-741d-b724-d90e025b46df"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:23:21.928Z"},"created_at":"2026-11-26T13:23:21.930495+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21806-645d-741d-b724-d90e025b46df:default","operation":"addLine","key":"0946875f-ae8f-4abf-a6f8-787b53af75ae","body_hash":"ihuUwsEU_DjDUs6qdWEGSoi8G9ac7ZLpRXWDOjmOrVk","reply":{"cartId":"01a21806-64c8-78dd-a323-0b90b8861c4d","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-645d-741d-b724-d90e025b46df"},"lines":[{"lineId":"01a21806-64e4-7d24-9053-b4f569c151b2","sku":"MUG-1","productId":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:23:21.956Z"},"created_at":"2026-11-26T13:23:21.970498+00:00","request_hash":"6AVOIQoGqErMqRD01moBDg8-7NgptFLWTOQ-sfugfk8"},
{"actor_scope":"guest:01a21806-6aa1-7375-ba30-fe641eb88ea5:default","operation":"createCart","key":"43db7a63-8f13-42d4-a404-185bf76ff15a","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21806-6ac2-77f1-8e64-dd574ee67b97","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-6aa1-7375-ba30-fe641eb88ea5"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:23:23.458Z"},"created_at":"2026-11-26T13:23:23.459662+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21806-6aa1-7375-ba30-fe641eb88ea5:default","operation":"addLine","key":"c4b27f10-8bb1-444b-ae9a-7d9621a9aa98","body_hash":"LBmuGvpvSNiVC7jQAFB3-FGBQCv0yfAvs0PVoYW-TDk","reply":{"cartId":"01a21806-6ac2-77f1-8e64-dd574ee67b97","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-6aa1-7375-ba30-fe641eb88ea5"},"lines":[{"lineId":"01a21806-6b06-7bfd-bcc2-e83b3103576f","sku":"MUG-1","productId":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":2,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":2580}],"subtotalMinor":2580,"notices":[],"expiresAt":"2026-12-26T13:23:23.526Z"},"created_at":"2026-11-26T13:23:23.527019+00:00","request_hash":"9cIt8XSd4WW9H0oMHvxqR8iTWZ-i7_Fbop5WaxLUph8"},
{"actor_scope":"customer:01a21806-6c1e-701f-a691-19dfbd993bbf:default","operation":"createCart","key":"244dd0cb-2cb4-4d20-8fd6-d161b9bc0832","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21806-6dce-7f56-853d-563a9bf9aa69","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"customer","id":"01a21806-6c1e-701f-a691-19dfbd993bbf"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2027-02-24T13:23:24.238Z"},"created_at":"2026-11-26T13:23:24.240137+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"customer:01a21806-6c1e-701f-a691-19dfbd993bbf:default","operation":"addLine","key":"788f62f3-cc9b-49a2-a473-c3c56bc050ab","body_hash":"vFtCJ4H0l9jWzSttccpQJMBcSitou68F0xy8EUFk8_8","reply":{"cartId":"01a21806-6dce-7f56-853d-563a9bf9aa69","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"customer","id":"01a21806-6c1e-701f-a691-19dfbd993bbf"},"lines":[{"lineId":"01a21806-6dd6-7e7e-926d-9ce7db21b009","sku":"MUG-1","productId":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2027-02-24T13:23:24.246Z"},"created_at":"2026-11-26T13:23:24.247208+00:00","request_hash":"p_J0YQMGowkmnstSQuNtiatgfdJz-M-kTXtOXkz0rhs"},
{"actor_scope":"guest:01a21806-6e8f-7836-aff9-51e86047d3c4:default","operation":"createCart","key":"0a29700e-6936-4b7c-90eb-c017cfd3d7e6","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21806-6e95-7655-bd74-e39d48dc8bd7","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-6e8f-7836-aff9-51e86047d3c4"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:23:24.437Z"},"created_at":"2026-11-26T13:23:24.438591+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21806-6e8f-7836-aff9-51e86047d3c4:default","operation":"addLine","key":"b3e8110b-b9d9-4cbf-a628-c36a8d28fcda","body_hash":"dBN_Jhan6S2jz_juinSElCh-sVHxKhOQDYg_oZwaauQ","reply":{"cartId":"01a21806-6e95-7655-bd74-e39d48dc8bd7","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-6e8f-7836-aff9-51e86047d3c4"},"lines":[{"lineId":"01a21806-6ea8-7bec-b669-b23e7bf7f930","sku":"COAT-M","productId":"01a21806-62ad-7f45-a36c-72116207a03a","handle":"pilot-coat","title":"Pilot Coat","variantTitle":"M","imageUrl":null,"quantity":2,"unitPriceMinor":18900,"taxClass":"standard","weightGrams":1400,"requiresShipping":true,"subtotalMinor":37800}],"subtotalMinor":37800,"notices":[],"expiresAt":"2026-12-26T13:23:24.456Z"},"created_at":"2026-11-26T13:23:24.459141+00:00","request_hash":"_cqTBEQcoOhnhGUSjHGPy6-vYiF83YkdrZAueGPthfw"},
{"actor_scope":"guest:01a21806-70ef-7efd-b42a-e5046035f16f:default","operation":"createCart","key":"957cd3e2-a5b6-4809-91b9-f77be1f087e4","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21806-7100-730c-a476-986479b122d6","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-70ef-7efd-b42a-e5046035f16f"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:23:25.056Z"},"created_at":"2026-11-26T13:23:25.060962+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21806-70ef-7efd-b42a-e5046035f16f:default","operation":"addLine","key":"efe4cd72-66ed-4d84-bbba-30dbd262c9d1","body_hash":"_047NrQNBZmyPtfhOHabkCQFPsGqXaHhBcGH5JO-CLo","reply":{"cartId":"01a21806-7100-730c-a476-986479b122d6","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-70ef-7efd-b42a-e5046035f16f"},"lines":[{"lineId":"01a21806-710d-724d-9393-131a4727834b","sku":"MUG-1","productId":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:23:25.069Z"},"created_at":"2026-11-26T13:23:25.070181+00:00","request_hash":"W3XYa52MKlCVj-ipv8gL6ZG703hFQWYF298UFUdjOgA"},
{"actor_scope":"guest:01a21806-7202-73b4-9d28-27f2deca7198:default","operation":"createCart","key":"38d32419-1b38-4a3f-9974-c207db414107","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21806-720b-7742-bc88-4f377fe9e6cd","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-7202-73b4-9d28-27f2deca7198"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:23:25.323Z"},"created_at":"2026-11-26T13:23:25.323808+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21806-7202-73b4-9d28-27f2deca7198:default","operation":"addLine","key":"8930347a-6407-4e25-821b-b9ad147005ba","body_hash":"O-r6oP3XuDq7-GXMQJdrC437xZ7ainkbDxBG5xLcluA","reply":{"cartId":"01a21806-720b-7742-bc88-4f377fe9e6cd","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-7202-73b4-9d28-27f2deca7198"},"lines":[{"lineId":"01a21806-7214-718f-b77e-8b0e62908b55","sku":"MUG-1","productId":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:23:25.332Z"},"created_at":"2026-11-26T13:23:25.333281+00:00","request_hash":"2dpYKLw2PIjpfp5_rOLxCDMCFPHC5ucfXAo7spTAzT4"},
{"actor_scope":"guest:01a21806-76b8-7ab5-86a9-37ce4659e7ba:default","operation":"createCart","key":"d1133e15-0cc8-447f-b714-bd8dedd912e5","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21806-76bc-7578-b086-888ce9bcf94a","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-76b8-7ab5-86a9-37ce4659e7ba"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:23:26.524Z"},"created_at":"2026-11-26T13:23:26.524371+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21806-76b8-7ab5-86a9-37ce4659e7ba:default","operation":"addLine","key":"7ccd8556-7f63-4b6e-8c10-49c94204dcec","body_hash":"y38RybOxXjtFLDbwcsITyKJFVGdanmKK4Q6vsaIPzr8","reply":{"cartId":"01a21806-76bc-7578-b086-888ce9bcf94a","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21806-76b8-7ab5-86a9-37ce4659e7ba"},"lines":[{"lineId":"01a21806-76c8-76c9-8025-23eaf2643c79","sku":"MUG-1","productId":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:23:26.536Z"},"created_at":"2026-11-26T13:23:26.537189+00:00","request_hash":"uEbFoblnPK9aItBHExmD2gvc38_-R7HtalxGcnEPygo"},
{"actor_scope":"guest:01a21807-37c4-72de-bd5c-3768df85a028:default","operation":"createCart","key":"0a6b5911-2f4d-45d4-82a2-ddb77559c51d","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21807-37ca-7c44-86b3-a0c979cf2f52","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-37c4-72de-bd5c-3768df85a028"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:24:15.946Z"},"created_at":"2026-11-26T13:24:15.946567+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21807-37c4-72de-bd5c-3768df85a028:default","operation":"addLine","key":"2014e115-8e8e-4242-8a04-666e2de6baf4","body_hash":"qwl4E1juztGstmw4sxEn_xqnZqfjxOUSEqzHKrtJLNk","reply":{"cartId":"01a21807-37ca-7c44-86b3-a0c979cf2f52","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-37c4-72de-bd5c-3768df85a028"},"lines":[{"lineId":"01a21807-37e2-78f8-baf9-929ca6cf5959","sku":"MUG-1","productId":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:24:15.970Z"},"created_at":"2026-11-26T13:24:15.973523+00:00","request_hash":"Yqd_0k7oDWy8mIOqzT-RG02-Y6MVMaqhgMpuq2rfUAU"},
{"actor_scope":"guest:01a21807-3874-775c-a935-3d582314375f:default","operation":"createCart","key":"aa1d7813-0a00-4934-bd10-3cfb656b1477","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21807-3880-7513-ac42-4412e32b6aa2","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-3874-775c-a935-3d582314375f"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:24:16.128Z"},"created_at":"2026-11-26T13:24:16.129189+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21807-3874-775c-a935-3d582314375f:default","operation":"addLine","key":"36cdb2b8-2539-426f-bc6f-3c034bf9a10f","body_hash":"bOQH7j9OnHSxf6Mh1W0tLvix1K_LgIztOIVFxof784A","reply":{"cartId":"01a21807-3880-7513-ac42-4412e32b6aa2","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-3874-775c-a935-3d582314375f"},"lines":[{"lineId":"01a21807-3891-7ce5-ba1a-73861bc562f4","sku":"MUG-1","productId":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:24:16.145Z"},"created_at":"2026-11-26T13:24:16.14664+00:00","request_hash":"qSPP2fPrWE4Pj1ajihV3H9ENEvw_ZgWZYxZCPoqwBUg"},
{"actor_scope":"guest:01a21807-38d7-7caa-a781-f564f934757b:default","operation":"createCart","key":"2577b91c-c5b2-43b2-88c7-08d64ac80ea9","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a21807-38df-7929-93ca-c14626327f2b","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-38d7-7caa-a781-f564f934757b"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-26T13:24:16.223Z"},"created_at":"2026-11-26T13:24:16.223714+00:00","request_hash":"iTY4pGGm6Ecc0fPDD9FQ_lwdvKZ86lgZuJeOGmM-FC4"},
{"actor_scope":"guest:01a21807-38d7-7caa-a781-f564f934757b:default","operation":"addLine","key":"909a41d0-4c5b-40a7-b641-d408fd304376","body_hash":"VcH3l4FTmqYvExNG8v3X7amuMtR4lTSkxCLC4_opBos","reply":{"cartId":"01a21807-38df-7929-93ca-c14626327f2b","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a21807-38d7-7caa-a781-f564f934757b"},"lines":[{"lineId":"01a21807-38ee-79be-a134-632a205ab8dc","sku":"MUG-1","productId":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-26T13:24:16.238Z"},"created_at":"2026-11-26T13:24:16.238711+00:00","request_hash":"FxwIA8coQVqcCgrLTNKONJbfjGXgfKpfxALNxjdZ9Q8"}
]');
insert into "cart"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"cart"."inbox", '[
{"event_id":"01a21806-66c5-7bea-8183-1da6a6fe0a72","sequence":1,"type":"checkout.completed","aggregate_id":"01a21806-6523-7984-8f6c-946c8217ea89","aggregate_version":1,"received_at":"2026-11-26T13:23:22.576229+00:00"},
{"event_id":"01a21806-6e24-7ef6-bdd8-d1f727dd29b5","sequence":2,"type":"checkout.completed","aggregate_id":"01a21806-6de1-78ad-857a-b64f4b692994","aggregate_version":1,"received_at":"2026-11-26T13:23:24.331942+00:00"},
{"event_id":"01a21806-6f48-75e5-96cc-dbcb7dfae96c","sequence":3,"type":"checkout.completed","aggregate_id":"01a21806-6ee0-7890-a6fa-275abce0af84","aggregate_version":1,"received_at":"2026-11-26T13:23:24.625416+00:00"},
{"event_id":"01a21806-7167-7163-bbc4-7e1419d3deab","sequence":4,"type":"checkout.completed","aggregate_id":"01a21806-7115-7002-a471-82fb2854f6de","aggregate_version":1,"received_at":"2026-11-26T13:23:25.174047+00:00"},
{"event_id":"01a21806-7703-7510-a949-68139475155b","sequence":5,"type":"checkout.completed","aggregate_id":"01a21806-76d1-75cb-a9a6-3940cecdc665","aggregate_version":1,"received_at":"2026-11-26T13:23:26.606355+00:00"},
{"event_id":"01a21807-3869-76cb-be11-231695447039","sequence":6,"type":"checkout.completed","aggregate_id":"01a21807-37f3-70a0-bc7d-d823f36ab95e","aggregate_version":1,"received_at":"2026-11-26T13:24:16.110935+00:00"},
{"event_id":"01a21807-38d3-73d3-af9a-787155421b22","sequence":7,"type":"checkout.completed","aggregate_id":"01a21807-389c-7bad-9696-552b71bf2358","aggregate_version":1,"received_at":"2026-11-26T13:24:16.220831+00:00"},
{"event_id":"01a21807-3932-757f-b99d-aabb23da9c28","sequence":8,"type":"checkout.completed","aggregate_id":"01a21807-38ff-7c42-95b0-0bb471d86dcb","aggregate_version":1,"received_at":"2026-11-26T13:24:16.312205+00:00"}
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
