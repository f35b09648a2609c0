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
{"id":"01a214cc-3ed5-7ff6-84c9-e1f503ceb363","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214cc-3e6a-7bc1-8a4d-70f2c82c18e5","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214cc-3f17-7804-805d-16367468d748", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214cc-40fb-7e3f-a115-0240402f6700","created_at":"2026-11-25T22:20:59.483324+00:00","updated_at":"2026-11-25T22:21:00.21473+00:00","expires_at":"2026-12-25T22:20:59.544+00:00"},
{"id":"01a214cc-4327-77e6-bdd7-40eeac907988","version":2,"state":"active","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214cc-431e-73f0-bcc1-7edeb7fb1e1e","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214cc-433a-76dc-bb5b-2089357a1996", "imageUrl": null, "quantity": 2, "taxClass": "standard", "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":null,"created_at":"2026-11-25T22:21:00.594684+00:00","updated_at":"2026-11-25T22:21:00.603113+00:00","expires_at":"2026-12-25T22:21:00.602+00:00"},
{"id":"01a214cc-44fa-7782-abc1-cd1567881c69","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"customer","owner_id":"01a214cc-43af-7879-a1f9-7718a588253c","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214cc-4509-7734-80a5-b43ca6fafbca", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214cc-457f-7757-9ba4-475e36c47841","created_at":"2026-11-25T22:21:01.051331+00:00","updated_at":"2026-11-25T22:21:01.273874+00:00","expires_at":"2027-02-23T22:21:01.065+00:00"},
{"id":"01a214cc-46c2-77b9-83ff-d60d78e12508","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214cc-46b2-75f0-bac3-0d2ff6f72d4a","lines":[{"sku": "COAT-M", "title": "Pilot Coat", "handle": "pilot-coat", "lineId": "01a214cc-46e1-7756-8ca2-7bd4135c3747", "imageUrl": null, "quantity": 2, "taxClass": "standard", "productId": "01a214cc-3c26-7f50-b9ca-e3cc83db17d6", "weightGrams": 1400, "variantTitle": "M", "unitPriceMinor": 18900, "requiresShipping": true}],"merged_into":null,"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","created_at":"2026-11-25T22:21:01.507249+00:00","updated_at":"2026-11-25T22:21:01.777336+00:00","expires_at":"2026-12-25T22:21:01.537+00:00"},
{"id":"01a214cc-4ae2-71bd-b8c4-bd62ce372e34","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214cc-4ad7-7d40-a65d-37572fcb9a9f","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214cc-4b02-7f4e-b4f6-ecb6f27e59e8", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","created_at":"2026-11-25T22:21:02.562979+00:00","updated_at":"2026-11-25T22:21:02.946739+00:00","expires_at":"2026-12-25T22:21:02.594+00:00"},
{"id":"01a214cc-4e4b-787a-8c30-fc325b3f3c3d","version":2,"state":"active","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214cc-4df6-7b55-a6da-f3e33f2d90af","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214cc-4e86-7bec-8ce6-db61613284eb", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":null,"created_at":"2026-11-25T22:21:03.44178+00:00","updated_at":"2026-11-25T22:21:03.496024+00:00","expires_at":"2026-12-25T22:21:03.494+00:00"},
{"id":"01a214cc-545a-7e64-9abe-2b88178715d6","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214cc-544b-7f14-85ed-76297d2cf1ba","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214cc-5476-72b3-a44c-bb4785b7dbf7", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214cc-54fd-742b-90c2-036f3f2c9e19","created_at":"2026-11-25T22:21:04.987281+00:00","updated_at":"2026-11-25T22:21:05.217066+00:00","expires_at":"2026-12-25T22:21:05.014+00:00"},
{"id":"01a214cc-5e6c-7266-b6bc-e0a0d81d73f8","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214cc-5e66-7eab-ab36-3898f67eedf1","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214cc-5e78-7f28-b0dd-eb8701a19c01", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214cc-5ec2-751f-a235-8bbeff13c59b","created_at":"2026-11-25T22:21:07.564895+00:00","updated_at":"2026-11-25T22:21:07.714362+00:00","expires_at":"2026-12-25T22:21:07.576+00:00"},
{"id":"01a214cc-5f18-7053-ab82-e38147aca6d0","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214cc-5f0a-76ed-8695-3597e02be9c9","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214cc-5f22-73f8-beee-fce95637a361", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214cc-5f7f-776e-9b01-94637878453c","created_at":"2026-11-25T22:21:07.736512+00:00","updated_at":"2026-11-25T22:21:07.881746+00:00","expires_at":"2026-12-25T22:21:07.746+00:00"},
{"id":"01a214cc-5fb5-77b3-bef3-22727f81aa33","version":3,"state":"completed","channel":"default","locale":"en","currency":"EUR","prices_include_tax":true,"owner_kind":"guest","owner_id":"01a214cc-5fa4-73d1-b7e7-8320b48dcb33","lines":[{"sku": "MUG-1", "title": "Harbour Mug", "handle": "harbour-mug", "lineId": "01a214cc-5fe8-76c0-b62f-9297de0bd737", "imageUrl": null, "quantity": 1, "taxClass": "standard", "productId": "01a214cc-3c26-7154-89ed-46eb608c72b1", "weightGrams": 350, "variantTitle": null, "unitPriceMinor": 1290, "requiresShipping": true}],"merged_into":null,"order_id":"01a214cc-606c-70a6-bce0-78d06d283ee6","created_at":"2026-11-25T22:21:07.896614+00:00","updated_at":"2026-11-25T22:21:08.350959+00:00","expires_at":"2026-12-25T22:21:07.944+00:00"}
]');
insert into "cart"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at from json_populate_recordset(null::"cart"."idempotency", '[
{"actor_scope":"guest:01a214cc-3e6a-7bc1-8a4d-70f2c82c18e5:default","operation":"createCart","key":"29e03139-a959-4d0b-9b5e-1c9eda56c829","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214cc-3ed5-7ff6-84c9-e1f503ceb363","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-3e6a-7bc1-8a4d-70f2c82c18e5"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:20:59.477Z"},"created_at":"2026-11-25T22:20:59.483324+00:00"},
{"actor_scope":"guest:01a214cc-3e6a-7bc1-8a4d-70f2c82c18e5:default","operation":"addLine","key":"0755afc5-535d-4adf-84b1-6020a296576c","body_hash":"z4w8_pmL4PrbZ-wX2cn1uGBLubZJ62WQp4LHxu7-clw","reply":{"cartId":"01a214cc-3ed5-7ff6-84c9-e1f503ceb363","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-3e6a-7bc1-8a4d-70f2c82c18e5"},"lines":[{"lineId":"01a214cc-3f17-7804-805d-16367468d748","sku":"MUG-1","productId":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:20:59.544Z"},"created_at":"2026-11-25T22:20:59.544875+00:00"},
{"actor_scope":"guest:01a214cc-431e-73f0-bcc1-7edeb7fb1e1e:default","operation":"createCart","key":"4c79ee0e-c2e6-4aef-b813-8ca8ca4a50fd","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214cc-4327-77e6-bdd7-40eeac907988","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-431e-73f0-bcc1-7edeb7fb1e1e"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:21:00.584Z"},"created_at":"2026-11-25T22:21:00.594684+00:00"},
{"actor_scope":"guest:01a214cc-431e-73f0-bcc1-7edeb7fb1e1e:default","operation":"addLine","key":"e2aee27c-d346-4bea-8886-938100cebb25","body_hash":"bdCWtgbIEJlqTBA8WKqOKtgtc6kqmHLO1t7LD0zEXM8","reply":{"cartId":"01a214cc-4327-77e6-bdd7-40eeac907988","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-431e-73f0-bcc1-7edeb7fb1e1e"},"lines":[{"lineId":"01a214cc-433a-76dc-bb5b-2089357a1996","sku":"MUG-1","productId":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":2,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":2580}],"subtotalMinor":2580,"notices":[],"expiresAt":"2026-12-25T22:21:00.602Z"},"created_at":"2026-11-25T22:21:00.603113+00:00"},
{"actor_scope":"customer:01a214cc-43af-7879-a1f9-7718a588253c:default","operation":"createCart","key":"b7550c58-ee94-4885-8f76-2697d9c291d0","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214cc-44fa-7782-abc1-cd1567881c69","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"customer","id":"01a214cc-43af-7879-a1f9-7718a588253c"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2027-02-23T22:21:01.050Z"},"created_at":"2026-11-25T22:21:01.051331+00:00"},
{"actor_scope":"customer:01a214cc-43af-7879-a1f9-7718a588253c:default","operation":"addLine","key":"4fa96c89-d31d-42a1-a864-cf94e8f3b704","body_hash":"pCxsw-xJiQulrDJzh40bs6I0Kzaj5xQAqgSbes0AP20","reply":{"cartId":"01a214cc-44fa-7782-abc1-cd1567881c69","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"customer","id":"01a214cc-43af-7879-a1f9-7718a588253c"},"lines":[{"lineId":"01a214cc-4509-7734-80a5-b43ca6fafbca","sku":"MUG-1","productId":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2027-02-23T22:21:01.065Z"},"created_at":"2026-11-25T22:21:01.065587+00:00"},
{"actor_scope":"guest:01a214cc-46b2-75f0-bac3-0d2ff6f72d4a:default","operation":"createCart","key":"0151e428-9667-480a-807b-38e02194f267","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214cc-46c2-77b9-83ff-d60d78e12508","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-46b2-75f0-bac3-0d2ff6f72d4a"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:21:01.506Z"},"created_at":"2026-11-25T22:21:01.507249+00:00"},
{"actor_scope":"guest:01a214cc-46b2-75f0-bac3-0d2ff6f72d4a:default","operation":"addLine","key":"753f184e-a279-4f5b-b5ad-c8eb4f75cfdb","body_hash":"mf-5NXvAK0rBLqeh0pptkbqdFCV_c2LU6Fzt9zLBEuY","reply":{"cartId":"01a214cc-46c2-77b9-83ff-d60d78e12508","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-46b2-75f0-bac3-0d2ff6f72d4a"},"lines":[{"lineId":"01a214cc-46e1-7756-8ca2-7bd4135c3747","sku":"COAT-M","productId":"01a214cc-3c26-7f50-b9ca-e3cc83db17d6","handle":"pilot-coat","title":"Pilot Coat","variantTitle":"M","imageUrl":null,"quantity":2,"unitPriceMinor":18900,"taxClass":"standard","weightGrams":1400,"requiresShipping":true,"subtotalMinor":37800}],"subtotalMinor":37800,"notices":[],"expiresAt":"2026-12-25T22:21:01.537Z"},"created_at":"2026-11-25T22:21:01.537637+00:00"},
{"actor_scope":"guest:01a214cc-4ad7-7d40-a65d-37572fcb9a9f:default","operation":"createCart","key":"d488900f-d6ab-4a48-a9a4-2d91e023a0c5","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214cc-4ae2-71bd-b8c4-bd62ce372e34","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-4ad7-7d40-a65d-37572fcb9a9f"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:21:02.562Z"},"created_at":"2026-11-25T22:21:02.562979+00:00"},
{"actor_scope":"guest:01a214cc-4ad7-7d40-a65d-37572fcb9a9f:default","operation":"addLine","key":"c49f06da-8a52-42a5-a836-f3cff8f5858f","body_hash":"a66yEg6fmThPvf8-cb1cGJ8fOYEruKqry6ABXbQ5uo8","reply":{"cartId":"01a214cc-4ae2-71bd-b8c4-bd62ce372e34","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-4ad7-7d40-a65d-37572fcb9a9f"},"lines":[{"lineId":"01a214cc-4b02-7f4e-b4f6-ecb6f27e59e8","sku":"MUG-1","productId":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:21:02.594Z"},"created_at":"2026-11-25T22:21:02.594625+00:00"},
{"actor_scope":"guest:01a214cc-4df6-7b55-a6da-f3e33f2d90af:default","operation":"createCart","key":"2157322e-e309-473a-814d-b1f1755a0c99","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214cc-4e4b-787a-8c30-fc325b3f3c3d","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-4df6-7b55-a6da-f3e33f2d90af"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:21:03.435Z"},"created_at":"2026-11-25T22:21:03.44178+00:00"},
{"actor_scope":"guest:01a214cc-4df6-7b55-a6da-f3e33f2d90af:default","operation":"addLine","key":"3426cc5c-26ed-41ca-aa76-b37930248015","body_hash":"JYynGh2PseUldM6BT3ouqqnC6eeuzbWCaxmaeRvqxwM","reply":{"cartId":"01a214cc-4e4b-787a-8c30-fc325b3f3c3d","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-4df6-7b55-a6da-f3e33f2d90af"},"lines":[{"lineId":"01a214cc-4e86-7bec-8ce6-db61613284eb","sku":"MUG-1","productId":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:21:03.494Z"},"created_at":"2026-11-25T22:21:03.496024+00:00"},
{"actor_scope":"guest:01a214cc-544b-7f14-85ed-76297d2cf1ba:default","operation":"createCart","key":"bfa7b72b-6301-4f78-accd-5cb65ed8f14e","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214cc-545a-7e64-9abe-2b88178715d6","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-544b-7f14-85ed-76297d2cf1ba"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:21:04.986Z"},"created_at":"2026-11-25T22:21:04.987281+00:00"},
{"actor_scope":"guest:01a214cc-544b-7f14-85ed-76297d2cf1ba:default","operation":"addLine","key":"19a124c8-5e2c-4b36-87eb-197c12ef6f0f","body_hash":"wW2_qJl8YDMySeZ0NZW9UBBLCEZUf3b9R1wVuhPfrmU","reply":{"cartId":"01a214cc-545a-7e64-9abe-2b88178715d6","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-544b-7f14-85ed-76297d2cf1ba"},"lines":[{"lineId":"01a214cc-5476-72b3-a44c-bb4785b7dbf7","sku":"MUG-1","productId":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:21:05.014Z"},"created_at":"2026-11-25T22:21:05.014523+00:00"},
{"actor_scope":"guest:01a214cc-5e66-7eab-ab36-3898f67eedf1:default","operation":"createCart","key":"acee8b64-9df3-45ac-9c87-a3e29371ca85","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214cc-5e6c-7266-b6bc-e0a0d81d73f8","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-5e66-7eab-ab36-3898f67eedf1"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:21:07.564Z"},"created_at":"2026-11-25T22:21:07.564895+00:00"},
{"actor_scope":"guest:01a214cc-5e66-7eab-ab36-3898f67eedf1:default","operation":"addLine","key":"2f5fd45f-7887-471f-ae4f-d6ef6e48b215","body_hash":"me35_oEdgCXUI7eR-67zfTxQwk6Dh5sImEa-0s3lQEM","reply":{"cartId":"01a214cc-5e6c-7266-b6bc-e0a0d81d73f8","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-5e66-7eab-ab36-3898f67eedf1"},"lines":[{"lineId":"01a214cc-5e78-7f28-b0dd-eb8701a19c01","sku":"MUG-1","productId":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:21:07.576Z"},"created_at":"2026-11-25T22:21:07.576337+00:00"},
{"actor_scope":"guest:01a214cc-5f0a-76ed-8695-3597e02be9c9:default","operation":"createCart","key":"09d41533-ef30-450a-9e7b-c4679485a7ad","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214cc-5f18-7053-ab82-e38147aca6d0","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-5f0a-76ed-8695-3597e02be9c9"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:21:07.736Z"},"created_at":"2026-11-25T22:21:07.736512+00:00"},
{"actor_scope":"guest:01a214cc-5f0a-76ed-8695-3597e02be9c9:default","operation":"addLine","key":"4781403c-9d3d-4d78-94e0-bd55cf583ed3","body_hash":"LUv2GZwyOBUc6y7A19mHjX7EKX8NV68Go_V11MJFspI","reply":{"cartId":"01a214cc-5f18-7053-ab82-e38147aca6d0","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-5f0a-76ed-8695-3597e02be9c9"},"lines":[{"lineId":"01a214cc-5f22-73f8-beee-fce95637a361","sku":"MUG-1","productId":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:21:07.746Z"},"created_at":"2026-11-25T22:21:07.747169+00:00"},
{"actor_scope":"guest:01a214cc-5fa4-73d1-b7e7-8320b48dcb33:default","operation":"createCart","key":"4ccbee24-03e3-4cf8-9036-b4f22e660282","body_hash":"RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o","reply":{"cartId":"01a214cc-5fb5-77b3-bef3-22727f81aa33","version":1,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-5fa4-73d1-b7e7-8320b48dcb33"},"lines":[],"subtotalMinor":0,"notices":[],"expiresAt":"2026-12-25T22:21:07.893Z"},"created_at":"2026-11-25T22:21:07.896614+00:00"},
{"actor_scope":"guest:01a214cc-5fa4-73d1-b7e7-8320b48dcb33:default","operation":"addLine","key":"9f9bcb48-ac33-4549-a771-def07eed2f6e","body_hash":"luqf-zG0cd1rIssHxCkC1X6UXCK0ygO3MXsNVt009Qs","reply":{"cartId":"01a214cc-5fb5-77b3-bef3-22727f81aa33","version":2,"state":"active","channel":"default","currency":"EUR","pricesIncludeTax":true,"owner":{"kind":"guest","id":"01a214cc-5fa4-73d1-b7e7-8320b48dcb33"},"lines":[{"lineId":"01a214cc-5fe8-76c0-b62f-9297de0bd737","sku":"MUG-1","productId":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","variantTitle":null,"imageUrl":null,"quantity":1,"unitPriceMinor":1290,"taxClass":"standard","weightGrams":350,"requiresShipping":true,"subtotalMinor":1290}],"subtotalMinor":1290,"notices":[],"expiresAt":"2026-12-25T22:21:07.944Z"},"created_at":"2026-11-25T22:21:07.945801+00:00"}
]');
insert into "cart"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"cart"."inbox", '[
{"event_id":"01a214cc-4198-7d12-85d7-ea89e1881774","sequence":1,"type":"checkout.completed","aggregate_id":"01a214cc-3f5b-7eb1-a65a-3792ddc62003","aggregate_version":1,"received_at":"2026-11-25T22:21:00.21473+00:00"},
{"event_id":"01a214cc-45c8-73a2-924d-2c3a693d2e7a","sequence":2,"type":"checkout.completed","aggregate_id":"01a214cc-4517-7675-af9f-d4a9fab56b65","aggregate_version":1,"received_at":"2026-11-25T22:21:01.273874+00:00"},
{"event_id":"01a214cc-47cb-7518-9463-0165a548a9da","sequence":3,"type":"checkout.completed","aggregate_id":"01a214cc-46ff-745b-a2fe-a2f7e562d5ca","aggregate_version":1,"received_at":"2026-11-25T22:21:01.777336+00:00"},
{"event_id":"01a214cc-4c36-7791-bc02-6e4ef95ea43e","sequence":4,"type":"checkout.completed","aggregate_id":"01a214cc-4b46-7253-93c8-68d358c9ff1e","aggregate_version":1,"received_at":"2026-11-25T22:21:02.946739+00:00"},
{"event_id":"01a214cc-5524-79e1-afcc-53b207feee61","sequence":5,"type":"checkout.completed","aggregate_id":"01a214cc-548e-7cb6-8d45-1b6f89bc916b","aggregate_version":1,"received_at":"2026-11-25T22:21:05.217066+00:00"},
{"event_id":"01a214cc-5ee0-7fd9-a0d1-17e1a01470b2","sequence":6,"type":"checkout.completed","aggregate_id":"01a214cc-5e7f-7a22-8505-46011256b3ad","aggregate_version":1,"received_at":"2026-11-25T22:21:07.714362+00:00"},
{"event_id":"01a214cc-5f93-7d35-b136-fe1379140e22","sequence":7,"type":"checkout.completed","aggregate_id":"01a214cc-5f3b-7274-b6de-a9891ce4fe53","aggregate_version":1,"received_at":"2026-11-25T22:21:07.881746+00:00"},
{"event_id":"01a214cc-6114-70c4-ac0d-869ea46f379d","sequence":8,"type":"checkout.completed","aggregate_id":"01a214cc-601a-7de0-8bae-cc1d02beba76","aggregate_version":1,"received_at":"2026-11-25T22:21:08.350959+00:00"}
]');
insert into "cart"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"cart"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.685752+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:48.114676+00:00"},
{"name":"0001-carts","checksum":"2pqGJJ1z6bVQOLc1-7RY0rZON083N-AQKCmCTyY4XMY","applied_at":"2026-11-25T22:20:48.258085+00:00"}
]');
select setval('cart.inbox_sequence_seq', 8);
