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

-- rows
insert into "cart"."cart" (id, version, state, channel, locale, currency, prices_include_tax, owner_kind, owner_id, lines, merged_into, order_id, created_at, updated_at, expires_at) overriding system value
select id, version, state, channel, locale, currency, prices_include_tax, owner_kind, owner_id, lines, merged_into, order_id, created_at, updated_at, expires_at from json_populate_recordset(null::"cart"."cart", '[
{"id":"01a214ce-17d3-7174-b55d-b9693acad7c5","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214ce-1575-704a-8d62-662600d145c0","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214ce-186f-7fd7-b86b-68b3e0f7d504", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","created_at":"2026-11-25T22:23:00.587354+00:00","updated_at":"2026-11-25T22:23:03.833821+00:00","expires_at":"2026-12-25T22:23:00.72+00:00"},
{"id":"01a214ce-2c3e-7f0c-bda3-6159cbbd41b0","version":2,"state":"active","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214ce-2c38-7552-8764-b4c8114a61a5","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214ce-2c82-7adb-8547-c67baabf8b1b", "imageUrl": null, "quantity": 2, "taxClass": "standard", "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":null,"created_at":"2026-11-25T22:23:05.792435+00:00","updated_at":"2026-11-25T22:23:05.858866+00:00","expires_at":"2026-12-25T22:23:05.858+00:00"},
{"id":"01a214ce-33ef-7a2e-8cc6-f98560bbd590","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"customer","owner_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214ce-3428-7c57-8dd8-6d958d7dead5", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","created_at":"2026-11-25T22:23:07.760534+00:00","updated_at":"2026-11-25T22:23:08.694586+00:00","expires_at":"2027-02-23T22:23:07.816+00:00"},
{"id":"01a214ce-3c69-7035-8398-6ce0468195ef","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214ce-3c1c-71f5-99a1-6ed320bcfc14","lines":[{"sku": "COAT-M", "title": "Pilot Coat", "handle": "pilot-coat", "lineId": "01a214ce-3cbf-77fb-865c-684f3398c6d4", "imageUrl": null, "quantity": 2, "taxClass": "standard", "productId": "01a214ce-0cf0-7ac8-95fe-ed2943a610fd", "weightGrams": 1400, "variantTitle": "M", "unitPriceMinor": 18900, "requiresShipping": true}],"merged_into":null,"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","created_at":"2026-11-25T22:23:09.92962+00:00","updated_at":"2026-11-25T22:23:10.871341+00:00","expires_at":"2026-12-25T22:23:10.015+00:00"},
{"id":"01a214ce-47d0-73d8-8812-ecd5890c8496","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214ce-47cb-7c4b-af27-148e8b0ad0f6","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214ce-47ea-7732-b486-75d8067d3c5c", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214ce-48fe-79b8-872a-c89332fda744","created_at":"2026-11-25T22:23:12.850088+00:00","updated_at":"2026-11-25T22:23:13.42215+00:00","expires_at":"2026-12-25T22:23:12.874+00:00"},
{"id":"01a214ce-4baf-7507-b737-38d8e1092e2e","version":2,"state":"active","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214ce-4b94-7284-a64a-cc191b22d042","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214ce-4bff-76eb-9f18-06f4d712c261", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":null,"created_at":"2026-11-25T22:23:13.843872+00:00","updated_at":"2026-11-25T22:23:13.921142+00:00","expires_at":"2026-12-25T22:23:13.919+00:00"},
{"id":"01a214ce-52b2-7a2f-a70d-5241be9c54a7","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214ce-5236-7566-824d-e296a5ed8154","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214ce-53c0-742a-a521-807e0df034c5", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214ce-553a-7213-8d7e-76e47f68246e","created_at":"2026-11-25T22:23:15.659094+00:00","updated_at":"2026-11-25T22:23:16.533942+00:00","expires_at":"2026-12-25T22:23:15.904+00:00"},
{"id":"01a214ce-6020-7876-9368-66856e7a1bfb","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214ce-601b-7c9d-8a3e-f1e31e1ab201","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214ce-6030-7319-8473-f15076dc5001", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214ce-61de-7ad1-96f8-1423b0eded25","created_at":"2026-11-25T22:23:19.076568+00:00","updated_at":"2026-11-25T22:23:19.736462+00:00","expires_at":"2026-12-25T22:23:19.088+00:00"},
{"id":"01a214ce-632f-7dc4-b378-8f0c8f20fe8a","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214ce-62dc-7c18-ba61-d9893912d06c","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214ce-633e-75e1-aa6f-c6863723ae93", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214ce-63e2-7f84-9090-34e78ab56d94","created_at":"2026-11-25T22:23:19.856915+00:00","updated_at":"2026-11-25T22:23:20.196249+00:00","expires_at":"2026-12-25T22:23:19.87+00:00"},
{"id":"01a214ce-64b9-74a2-8ca5-d713b1363547","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214ce-6499-7e06-8d68-8f5ce6ed866a","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214ce-650e-79b3-acdd-62b0484c1571", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214ce-66cb-71f1-a8d8-30739baf635a","created_at":"2026-11-25T22:23:20.262933+00:00","updated_at":"2026-11-25T22:23:20.90083+00:00","expires_at":"2026-12-25T22:23:20.335+00:00"}
]');
insert into "cart"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at from json_populate_recordset(null::"cart"."idempotency", '[
{"actor_scope":"guest:01a214ce-1575-704a-8d62-662600d145c0:default","operation":"createCart","key":"881ee435-0bed-4e51-a786-88f30ac4e935","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214ce-17d3-7174-b55d-b9693acad7c5","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-1575-704a-8d62-662600d145c0"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:23:00.563Z"},"created_at":"2026-11-25T22:23:00.587354+00:00"},
{"actor_scope":"guest:01a214ce-1575-704a-8d62-662600d145c0:default","operation":"addLine","key":"6638e4b4-48ff-47b4-8039-bbfbc6f72824","body_hash":"76AhRr1Q4svr7m64Dzgy1in60J8RzbbfJOt1AHVRBN4","reply":{"cartId":"01a214ce-17d3-7174-b55d-b9693acad7c5","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-1575-704a-8d62-662600d145c0"},"lines":[{"lineId":"01a214ce-186f-7fd7-b86b-68b3e0f7d504","sku":"MUG-1","productId":"01a214ce-0cf0-7788-98db-ab89d33a00e1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:23:00.720Z"},"created_at":"2026-11-25T22:23:00.720939+00:00"},
{"actor_scope":"guest:01a214ce-2c38-7552-8764-b4c8114a61a5:default","operation":"createCart","key":"80a60c44-c5cf-42c5-9a4c-be1706682f26","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214ce-2c3e-7f0c-bda3-6159cbbd41b0","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-2c38-7552-8764-b4c8114a61a5"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:23:05.790Z"},"created_at":"2026-11-25T22:23:05.792435+00:00"},
{"actor_scope":"guest:01a214ce-2c38-7552-8764-b4c8114a61a5:default","operation":"addLine","key":"ad49a1ba-ac9b-44cf-89a4-d2a096ea9322","body_hash":"SbqJN6CQwqgLtYB9qr_6W9zwcY4Mlqkxk0y5q_qkIUI","reply":{"cartId":"01a214ce-2c3e-7f0c-bda3-6159cbbd41b0","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-2c38-7552-8764-b4c8114a61a5"},"lines":[{"lineId":"01a214ce-2c82-7adb-8547-c67baabf8b1b","sku":"MUG-1","productId":"01a214ce-0cf0-7788-98db-ab89d33a00e1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":2,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":2580}],"subtotalMinor":2580,"notices":[],"expiresAt":"2026-12-25T22:23:05.858Z"},"created_at":"2026-11-25T22:23:05.858866+00:00"},
{"actor_scope":"customer:01a214ce-2eb0-70cd-a6bf-f3462474ef4b:default","operation":"createCart","key":"1cd47e6f-eebe-40cd-b225-c4ea969286ad","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214ce-33ef-7a2e-8cc6-f98560bbd590","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"customer","id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2027-02-23T22:23:07.760Z"},"created_at":"2026-11-25T22:23:07.760534+00:00"},
{"actor_scope":"customer:01a214ce-2eb0-70cd-a6bf-f3462474ef4b:default","operation":"addLine","key":"1bd7429d-d3fe-4183-8d8e-8162c22b26fc","body_hash":"QsLfxpDNMXKygCU_JeSFGpF_EGA5S4BFZvg_uYyfOdo","reply":{"cartId":"01a214ce-33ef-7a2e-8cc6-f98560bbd590","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"customer","id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b"},"lines":[{"lineId":"01a214ce-3428-7c57-8dd8-6d958d7dead5","sku":"MUG-1","productId":"01a214ce-0cf0-7788-98db-ab89d33a00e1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2027-02-23T22:23:07.816Z"},"created_at":"2026-11-25T22:23:07.816447+00:00"},
{"actor_scope":"guest:01a214ce-3c1c-71f5-99a1-6ed320bcfc14:default","operation":"createCart","key":"e7e8f6ab-6233-46b0-b8fd-6dfe1cebe4ac","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214ce-3c69-7035-8398-6ce0468195ef","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-3c1c-71f5-99a1-6ed320bcfc14"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:23:09.929Z"},"created_at":"2026-11-25T22:23:09.92962+00:00"},
{"actor_scope":"guest:01a214ce-3c1c-71f5-99a1-6ed320bcfc14:default","operation":"addLine","key":"84f7ebfc-542d-437b-87b6-97a065bf581a","body_hash":"fb7PflX2F2pL4sX4B6U5KE2FPngRGdu7PSSaxKI7l7A","reply":{"cartId":"01a214ce-3c69-7035-8398-6ce0468195ef","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-3c1c-71f5-99a1-6ed320bcfc14"},"lines":[{"lineId":"01a214ce-3cbf-77fb-865c-684f3398c6d4","sku":"COAT-M","productId":"01a214ce-0cf0-7ac8-95fe-ed2943a610fd","handle":"pilot-coat","title":"Pilot Coat","variantTitle":"M","imageUrl":null,"quantity":2,"unitPriceMinor":18900,"taxClass":"standard","weightGrams":1400,"requiresShipping":true,"subtotalMinor":37800}],"subtotalMinor":37800,"notices":[],"expiresAt":"2026-12-25T22:23:10.015Z"},"created_at":"2026-11-25T22:23:10.033452+00:00"},
{"actor_scope":"guest:01a214ce-47cb-7c4b-af27-148e8b0ad0f6:default","operation":"createCart","key":"855b965f-2d3e-4923-a00f-4c48f88fe80c","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214ce-47d0-73d8-8812-ecd5890c8496","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-47cb-7c4b-af27-148e8b0ad0f6"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:23:12.848Z"},"created_at":"2026-11-25T22:23:12.850088+00:00"},
{"actor_scope":"guest:01a214ce-47cb-7c4b-af27-148e8b0ad0f6:default","operation":"addLine","key":"6da3ebf3-e56c-4067-a20b-555592f4c6be","body_hash":"cwjco0xgMj_uwiPibME0rZQVF1eI_yD1kEh4I6UAYmY","reply":{"cartId":"01a214ce-47d0-73d8-8812-ecd5890c8496","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-47cb-7c4b-af27-148e8b0ad0f6"},"lines":[{"lineId":"01a214ce-47ea-7732-b486-75d8067d3c5c","sku":"MUG-1","productId":"01a214ce-0cf0-7788-98db-ab89d33a00e1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:23:12.874Z"},"created_at":"2026-11-25T22:23:12.875323+00:00"},
{"actor_scope":"guest:01a214ce-4b94-7284-a64a-cc191b22d042:default","operation":"createCart","key":"059d5f19-7689-4d63-9b50-2e05402113ff","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214ce-4baf-7507-b737-38d8e1092e2e","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-4b94-7284-a64a-cc191b22d042"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:23:13.839Z"},"created_at":"2026-11-25T22:23:13.843872+00:00"},
{"actor_scope":"guest:01a214ce-4b94-7284-a64a-cc191b22d042:default","operation":"addLine","key":"05b2bef6-6824-4999-879a-7f9ebfe360db","body_hash":"HimkDhOPSkYU2Zq3ECpn3FSev0RUgluTTDvelQYKMpE","reply":{"cartId":"01a214ce-4baf-7507-b737-38d8e1092e2e","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-4b94-7284-a64a-cc191b22d042"},"lines":[{"lineId":"01a214ce-4bff-76eb-9f18-06f4d712c261","sku":"MUG-1","productId":"01a214ce-0cf0-7788-98db-ab89d33a00e1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:23:13.919Z"},"created_at":"2026-11-25T22:23:13.921142+00:00"},
{"actor_scope":"guest:01a214ce-5236-7566-824d-e296a5ed8154:default","operation":"createCart","key":"ede18287-959b-4021-b8b9-7b4a95fd7e3c","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214ce-52b2-7a2f-a70d-5241be9c54a7","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-5236-7566-824d-e296a5ed8154"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:23:15.634Z"},"created_at":"2026-11-25T22:23:15.659094+00:00"},
{"actor_scope":"guest:01a214ce-5236-7566-824d-e296a5ed8154:default","operation":"addLine","key":"ccfee797-b514-466e-9f1e-e73692af9f67","body_hash":"6t1LkZL2OlbjEfRgC_7XFS7QM7alCuaqkSQn6_jmiG0","reply":{"cartId":"01a214ce-52b2-7a2f-a70d-5241be9c54a7","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-5236-7566-824d-e296a5ed8154"},"lines":[{"lineId":"01a214ce-53c0-742a-a521-807e0df034c5","sku":"MUG-1","productId":"01a214ce-0cf0-7788-98db-ab89d33a00e1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:23:15.904Z"},"created_at":"2026-11-25T22:23:15.905237+00:00"},
{"actor_scope":"guest:01a214ce-601b-7c9d-8a3e-f1e31e1ab201:default","operation":"createCart","key":"7863cb05-96fc-42ff-bcd7-0c059c3640f9","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214ce-6020-7876-9368-66856e7a1bfb","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-601b-7c9d-8a3e-f1e31e1ab201"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:23:19.072Z"},"created_at":"2026-11-25T22:23:19.076568+00:00"},
{"actor_scope":"guest:01a214ce-601b-7c9d-8a3e-f1e31e1ab201:default","operation":"addLine","key":"c7fefea7-acc6-458c-a812-6671305ea190","body_hash":"NgtOV1xg6WMw7TNW61IlRNw9myweuWhque9xc_H7EpI","reply":{"cartId":"01a214ce-6020-7876-9368-66856e7a1bfb","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-601b-7c9d-8a3e-f1e31e1ab201"},"lines":[{"lineId":"01a214ce-6030-7319-8473-f15076dc5001","sku":"MUG-1","productId":"01a214ce-0cf0-7788-98db-ab89d33a00e1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:23:19.088Z"},"created_at":"2026-11-25T22:23:19.089696+00:00"},
{"actor_scope":"guest:01a214ce-62dc-7c18-ba61-d9893912d06c:default","operation":"createCart","key":"2719cbfb-ec92-4b59-880a-330dc9b9ed2b","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214ce-632f-7dc4-b378-8f0c8f20fe8a","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-62dc-7c18-ba61-d9893912d06c"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:23:19.855Z"},"created_at":"2026-11-25T22:23:19.856915+00:00"},
{"actor_scope":"guest:01a214ce-62dc-7c18-ba61-d9893912d06c:default","operation":"addLine","key":"311e7cad-af9c-4824-82bb-7d2dfd8d6d5f","body_hash":"iyGVxDDumdkq_qZE7p0vfw24FAFbMS3MpEMf7sQ-8Z8","reply":{"cartId":"01a214ce-632f-7dc4-b378-8f0c8f20fe8a","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-62dc-7c18-ba61-d9893912d06c"},"lines":[{"lineId":"01a214ce-633e-75e1-aa6f-c6863723ae93","sku":"MUG-1","productId":"01a214ce-0cf0-7788-98db-ab89d33a00e1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:23:19.870Z"},"created_at":"2026-11-25T22:23:19.871727+00:00"},
{"actor_scope":"guest:01a214ce-6499-7e06-8d68-8f5ce6ed866a:default","operation":"createCart","key":"20e4be69-50ae-4cea-bf13-2b2d625e6b95","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214ce-64b9-74a2-8ca5-d713b1363547","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-6499-7e06-8d68-8f5ce6ed866a"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:23:20.249Z"},"created_at":"2026-11-25T22:23:20.262933+00:00"},
{"actor_scope":"guest:01a214ce-6499-7e06-8d68-8f5ce6ed866a:default","operation":"addLine","key":"a3bdafe5-07e7-41e7-a4cd-be99710a3531","body_hash":"4PErzC4DfOOtrTx5ICaM5og1CKR8WhNFKt9UNvXcIgc","reply":{"cartId":"01a214ce-64b9-74a2-8ca5-d713b1363547","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214ce-6499-7e06-8d68-8f5ce6ed866a"},"lines":[{"lineId":"01a214ce-650e-79b3-acdd-62b0484c1571","sku":"MUG-1","productId":"01a214ce-0cf0-7788-98db-ab89d33a00e1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:23:20.335Z"},"created_at":"2026-11-25T22:23:20.335517+00:00"}
]');
insert into "cart"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"cart"."inbox", '[
{"event_id":"01a214ce-22dd-7b2f-a59a-db535b41ed38","sequence":1,"type":"checkout.completed","aggregate_id":"01a214ce-18ca-728a-bdeb-f25adc801b8e","aggregate_version":1,"received_at":"2026-11-25T22:23:03.833821+00:00"},
{"event_id":"01a214ce-375a-7988-b2e0-ffb14a3b9f3a","sequence":2,"type":"checkout.completed","aggregate_id":"01a214ce-3478-7e0a-b21f-7dd1f4ddbb24","aggregate_version":1,"received_at":"2026-11-25T22:23:08.694586+00:00"},
{"event_id":"01a214ce-3fd7-7df2-8576-80d83bf29dea","sequence":3,"type":"checkout.completed","aggregate_id":"01a214ce-3d4d-7df4-916e-5850c8c8fe31","aggregate_version":1,"received_at":"2026-11-25T22:23:10.871341+00:00"},
{"event_id":"01a214ce-499a-71f4-86a3-cf9c649c03e8","sequence":4,"type":"checkout.completed","aggregate_id":"01a214ce-4808-78eb-b67e-e4e735eb7694","aggregate_version":1,"received_at":"2026-11-25T22:23:13.42215+00:00"},
{"event_id":"01a214ce-55da-7f3e-8bab-1d8e8103a656","sequence":5,"type":"checkout.completed","aggregate_id":"01a214ce-540a-7c25-89b1-9652f38f1304","aggregate_version":1,"received_at":"2026-11-25T22:23:16.533942+00:00"},
{"event_id":"01a214ce-6299-77e4-969f-88e17219ee45","sequence":6,"type":"checkout.completed","aggregate_id":"01a214ce-6068-7692-9133-26de8d4d6d4f","aggregate_version":1,"received_at":"2026-11-25T22:23:19.736462+00:00"},
{"event_id":"01a214ce-6461-7779-baa4-863701eff0cc","sequence":7,"type":"checkout.completed","aggregate_id":"01a214ce-634e-7d91-ba23-39c45eb93df9","aggregate_version":1,"received_at":"2026-11-25T22:23:20.196249+00:00"},
{"event_id":"01a214ce-6726-780b-bdd1-5ac8e60393b0","sequence":8,"type":"checkout.completed","aggregate_id":"01a214ce-6562-7bb1-ae89-a77e92edccca","aggregate_version":1,"received_at":"2026-11-25T22:23:20.90083+00:00"}
]');
insert into "cart"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"cart"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:21:41.060208+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:21:41.385759+00:00"},
{"name":"0001-carts","checksum":"2pqGJJ1z6bVQOLc1-7RY0rZON083N-AQKCmCTyY4XMY","applied_at":"2026-11-25T22:21:41.473454+00:00"}
]');
select setval('cart.inbox_sequence_seq', 8);
