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

-- applied 0001-catalogue
-- A shop of this deployment: its currency, its languages, how its prices are meant.
create table channel (
  code text primary key,
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  default_locale text not null,
  -- the default one included
  locales text[] not null,
  prices_include_tax boolean not null,
  active boolean not null default true,
  version int not null default 1,
  constraint default_is_one_of_them check (default_locale = any (locales))
);

-- A channel in one language: what read-model documents are made for.
create table edition (
  id int generated always as identity primary key,
  channel text not null references channel (code),
  locale text not null,
  unique (channel, locale)
);

-- `path` is made of the slugs from the root, e.g. food-drink/coffee, and is how others name it.
create table category (
  id uuid primary key default uuidv7(),
  parent_id uuid references category (id),
  path text not null unique check (path <> ''),
  name text not null,
  names jsonb not null default '{}',
  position int not null default 0,
  version int not null default 1
);
create index category_parent on category (parent_id, position, path);
create index category_path on category (path text_pattern_ops);

create table collection (
  id uuid primary key default uuidv7(),
  handle text not null unique,
  title text not null,
  titles jsonb not null default '{}',
  description_html text not null default '',
  version int not null default 1
);

-- Ids are of version 7, so their order is the order of creation.
create table product (
  id uuid primary key,
  handle text not null unique,
  title text not null,
  description_html text not null default '',
  description_text text not null default '',
  vendor text not null default '',
  product_type text not null default '',
  tags text[] not null default '{}',
  status text not null check (status in ('draft', 'active', 'archived')),
  seo_title text not null default '',
  seo_description text not null default '',
  category_id uuid references category (id),
  -- names and values in their order: [{"name": "Size", "values": ["S", "M"]}]
  options jsonb not null default '[]',
  image_url text,
  -- of what an import wrote last, by part; emptied by any other change
  import_hashes text[] not null default '{}',
  version int not null default 1,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now(),
  published_at timestamptz
);
create index product_status on product (status, id);
create index product_category on product (category_id, id) where category_id is not null;

create table variant (
  id uuid primary key,
  product_id uuid not null references product (id) on delete cascade,
  sku text not null unique,
  position int not null,
  option_values text[] not null,
  barcode text not null default '',
  weight_grams int not null default 0 check (weight_grams >= 0),
  requires_shipping boolean not null default true,
  taxable boolean not null default true,
  tax_class text not null default 'standard',
  inventory_policy text not null default 'deny' check (inventory_policy in ('deny', 'continue')),
  tracked boolean not null default true,
  image_url text,
  cost_minor bigint check (cost_minor >= 0),
  constraint one_variant_for_its_options unique (product_id, option_values) deferrable initially deferred
);

create table media (
  id uuid primary key default uuidv7(),
  product_id uuid not null references product (id) on delete cascade,
  position int not null,
  url text not null,
  alt_text text not null default ''
);
create index media_product on media (product_id, position);

create table collection_product (
  collection_id uuid not null references collection (id) on delete cascade,
  product_id uuid not null references product (id) on delete cascade,
  primary key (collection_id, product_id)
);
create index collection_product_product on collection_product (product_id);

create table translation (
  product_id uuid not null references product (id) on delete cascade,
  locale text not null,
  title text not null,
  description_html text not null default '',
  description_text text not null default '',
  seo_title text not null default '',
  seo_description text not null default '',
  primary key (product_id, locale)
);

-- In which channels a product is offered.
create table listing (
  product_id uuid not null references product (id) on delete cascade,
  channel text not null references channel (code),
  primary key (product_id, channel)
);
create index listing_channel on listing (channel, product_id);

create table price (
  variant_id uuid not null references variant (id) on delete cascade,
  channel text not null references channel (code),
  currency text not null,
  amount_minor bigint not null check (amount_minor between 0 and 999999999999),
  compare_at_minor bigint check (compare_at_minor between 0 and 999999999999),
  primary key (variant_id, channel, currency)
);

-- Holds from starts_at until before ends_at; the lowest of several wins.
create table sale_price (
  id uuid primary key default uuidv7(),
  variant_id uuid not null references variant (id) on delete cascade,
  channel text not null references channel (code),
  currency text not null,
  amount_minor bigint not null check (amount_minor between 0 and 999999999999),
  starts_at timestamptz not null,
  ends_at timestamptz,
  constraint ends_after_it_starts check (ends_at > starts_at)
);
create index sale_price_variant on sale_price (variant_id, channel, currency);

-- What inventory last told; a SKU may be told of before the catalogue has it.
create table variant_stock (
  sku text not null,
  location_id uuid not null,
  available int not null,
  channels text[] not null,
  policy text not null,
  version int not null,
  primary key (sku, location_id)
) with (fillfactor = 70);

-- Read model: a product in an edition, ready to serve. Scheduled prices make several of it, one
-- after the other in time, so that a sale begins and ends without anybody doing anything.
create table document (
  edition_id int not null references edition (id),
  product_id uuid not null references product (id) on delete cascade,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  handle text not null,
  price_minor bigint not null,
  name_key text collate "C" not null,
  in_stock boolean not null,
  terms text[] not null,
  search tsvector not null,
  card json not null,
  primary key (edition_id, product_id, valid_from)
);
create index document_handle on document (edition_id, handle);
create index document_product on document (product_id);
create index document_price on document (edition_id, price_minor, product_id);
create index document_name on document (edition_id, name_key, product_id);
create index document_search on document using gin (search) with (fastupdate = off);

-- The page of a product; apart from the documents, so that lists read narrow rows. Pages and
-- shelves are written and deleted with their document, set by set, without a check for each row.
create table page (
  edition_id int not null,
  product_id uuid not null,
  valid_from timestamptz not null,
  body json not null,
  primary key (edition_id, product_id, valid_from)
);
create index page_product on page (product_id);

-- Where a product stands among the others of its category, collection, vendor or tag. `term` is a
-- hash; the document says whether it is truly meant.
create table shelf (
  edition_id int not null,
  term bigint not null,
  product_id uuid not null,
  valid_from timestamptz not null,
  price_minor bigint not null,
  name_key text collate "C" not null,
  primary key (edition_id, term, product_id, valid_from)
);
create index shelf_product on shelf (product_id);
create index shelf_price on shelf (edition_id, term, price_minor, product_id);
create index shelf_name on shelf (edition_id, term, name_key, product_id);

-- How far the making anew of many documents has come.
create table rebuild (
  id text primary key,
  after_product uuid not null
);

-- rows
insert into "product"."audit_entry" (id, at, actor_kind, actor_id, operation, subject, detail, trace_id) overriding system value
select id, at, actor_kind, actor_id, operation, subject, detail, trace_id from json_populate_recordset(null::"product"."audit_entry", '[
{"id":"01a214cc-3c7c-7d84-8b96-b0bdc9667b6e","at":"2026-11-25T22:20:58.782747+00:00","actor_kind":"api_key","actor_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","operation":"import_products","subject":"2 products","detail":{"after": {"created": 2, "rejected": 0, "unchanged": 0}},"trace_id":"5e0bae6b42bf38fe8599db325747c7ca"}
]');
insert into "product"."channel" (code, name, currency, default_locale, locales, prices_include_tax, active, version) overriding system value
select code, name, currency, default_locale, locales, prices_include_tax, active, version from json_populate_recordset(null::"product"."channel", '[
{"code":"default","name":"Kontor Demo Store","currency":"EUR","default_locale":"en","locales":["en"],"prices_include_tax":true,"active":true,"version":1}
]');
insert into "product"."document" (edition_id, product_id, valid_from, valid_to, handle, price_minor, name_key, in_stock, terms, search, card) overriding system value
select edition_id, product_id, valid_from, valid_to, handle, price_minor, name_key, in_stock, terms, search, card from json_populate_recordset(null::"product"."document",  E'[
{"edition_id":1,"product_id":"01a214cc-3c26-7f50-b9ca-e3cc83db17d6","valid_from":"-infinity","valid_to":"infinity","handle":"pilot-coat","price_minor":18900,"name_key":"pilot coat","in_stock":true,"terms":["option:Size\\nM","option:Size\\nL","price:10000","availability:in_stock"],"search":"''coat'':2A,4A ''coat-l'' ''coat-m'' ''l'':6B,8B ''m'':5B,7B ''pilot'':1A,3A","card":{"productId":"01a214cc-3c26-7f50-b9ca-e3cc83db17d6","handle":"pilot-coat","title":"Pilot Coat","vendor":"","imageUrl":null,"imageAlt":"","priceMinor":18900,"highestPriceMinor":18900,"compareAtMinor":null,"currency":"EUR","onSale":false,"inStock":true,"variantCount":2}},
{"edition_id":1,"product_id":"01a214cc-3c26-7154-89ed-46eb608c72b1","valid_from":"-infinity","valid_to":"infinity","handle":"harbour-mug","price_minor":1290,"name_key":"harbour mug","in_stock":true,"terms":["price:1000","availability:in_stock"],"search":"''harbour'':1A,3A ''mug'':2A,4A ''mug-1''","card":{"productId":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","vendor":"","imageUrl":null,"imageAlt":"","priceMinor":1290,"highestPriceMinor":1290,"compareAtMinor":null,"currency":"EUR","onSale":false,"inStock":true,"variantCount":1}}
]');
insert into "product"."edition" (id, channel, locale) overriding system value
select id, channel, locale from json_populate_recordset(null::"product"."edition", '[
{"id":1,"channel":"default","locale":"en"}
]');
insert into "product"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"product"."inbox", '[
{"event_id":"01a214cc-3d00-761e-878a-2015190d15d2","sequence":1,"type":"inventory.stock_changed","aggregate_id":"01a214cc-3cff-7036-99ce-3159423cb982","aggregate_version":1,"received_at":"2026-11-25T22:20:59.030542+00:00"},
{"event_id":"01a214cc-411c-7c30-957b-84104f5ee1a2","sequence":2,"type":"inventory.stock_changed","aggregate_id":"01a214cc-411c-7c46-ae5b-24235cc48631","aggregate_version":1,"received_at":"2026-11-25T22:21:00.076609+00:00"},
{"event_id":"01a214cc-45aa-7a20-bc9f-fa26a94d5602","sequence":3,"type":"inventory.stock_changed","aggregate_id":"01a214cc-45aa-7a7d-831b-387359ac17dc","aggregate_version":1,"received_at":"2026-11-25T22:21:01.24867+00:00"},
{"event_id":"01a214cc-47aa-7a3a-b174-8ce14e591c48","sequence":4,"type":"inventory.stock_changed","aggregate_id":"01a214cc-47aa-7204-ad42-a2e8339d01d0","aggregate_version":1,"received_at":"2026-11-25T22:21:01.761061+00:00"},
{"event_id":"01a214cc-4be8-70d1-ba22-ee3cb5fa7523","sequence":5,"type":"inventory.stock_changed","aggregate_id":"01a214cc-4be8-70a4-a2b3-61e67ecb7dfd","aggregate_version":1,"received_at":"2026-11-25T22:21:02.856215+00:00"},
{"event_id":"01a214cc-51ee-72ea-a633-03996eacf4db","sequence":6,"type":"inventory.stock_changed","aggregate_id":"01a214cc-51ee-711a-b3ad-89590b16770b","aggregate_version":1,"received_at":"2026-11-25T22:21:04.37031+00:00"},
{"event_id":"01a214cc-5506-7286-b155-04b4fce32478","sequence":7,"type":"inventory.stock_changed","aggregate_id":"01a214cc-5506-7940-8c1e-8eaf0f2253ef","aggregate_version":1,"received_at":"2026-11-25T22:21:05.169754+00:00"},
{"event_id":"01a214cc-5ec5-74b6-be36-e78048e52098","sequence":8,"type":"inventory.stock_changed","aggregate_id":"01a214cc-5ec4-7be1-a401-b07d842f058b","aggregate_version":1,"received_at":"2026-11-25T22:21:07.66761+00:00"},
{"event_id":"01a214cc-5f81-7029-8579-cf54380ff237","sequence":9,"type":"inventory.stock_changed","aggregate_id":"01a214cc-5f81-7b3b-965a-71541b5f3570","aggregate_version":1,"received_at":"2026-11-25T22:21:07.843301+00:00"},
{"event_id":"01a214cc-6087-7354-bdb8-45759d7f3ff5","sequence":10,"type":"inventory.stock_changed","aggregate_id":"01a214cc-6087-7288-ab98-d6fb32d8933e","aggregate_version":1,"received_at":"2026-11-25T22:21:08.130202+00:00"}
]');
insert into "product"."listing" (product_id, channel) overriding system value
select product_id, channel from json_populate_recordset(null::"product"."listing", '[
{"product_id":"01a214cc-3c26-7154-89ed-46eb608c72b1","channel":"default"},
{"product_id":"01a214cc-3c26-7f50-b9ca-e3cc83db17d6","channel":"default"}
]');
insert into "product"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"product"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.684952+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:47.957768+00:00"},
{"name":"0001-catalogue","checksum":"XzV3Z28WmeWEN6UhVcQVDhyrlZhyxS3G8GcKxwhzgx8","applied_at":"2026-11-25T22:20:48.032008+00:00"}
]');
insert into "product"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"product"."outbox", '[
{"id":"01a214cc-3c7c-7563-9a45-ebc479eb979a","sequence":2,"type":"product.variants_changed","schema_version":1,"aggregate_id":"01a214cc-3c26-7f50-b9ca-e3cc83db17d6","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "01a214cc-2cca-792d-821d-e8c253c9cec4", "kind": "api_key", "channels": "*", "permissions": ["catalog:read", "catalog:write", "inventory:read", "inventory:write", "orders:read", "orders:write", "orders:refund", "fulfillment:read", "fulfillment:write", "customers:read", "customers:write", "support:read", "support:write", "notifications:read", "notifications:write", "settings:read", "settings:write", "staff:manage", "audit:read"]},"traceparent":"00-5e0bae6b42bf38fe8599db325747c7ca-9a3712928b9fdca3-01","occurred_at":"2026-11-25T22:20:58.782747+00:00","data":{"variants": [{"sku": "COAT-M", "policy": "deny", "removed": false, "tracked": true}, {"sku": "COAT-L", "policy": "continue", "removed": false, "tracked": true}]},"pending":[]},
{"id":"01a214cc-3c7c-77b9-ab1d-54077bac400e","sequence":1,"type":"product.variants_changed","schema_version":1,"aggregate_id":"01a214cc-3c26-7154-89ed-46eb608c72b1","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "01a214cc-2cca-792d-821d-e8c253c9cec4", "kind": "api_key", "channels": "*", "permissions": ["catalog:read", "catalog:write", "inventory:read", "inventory:write", "orders:read", "orders:write", "orders:refund", "fulfillment:read", "fulfillment:write", "customers:read", "customers:write", "support:read", "support:write", "notifications:read", "notifications:write", "settings:read", "settings:write", "staff:manage", "audit:read"]},"traceparent":"00-5e0bae6b42bf38fe8599db325747c7ca-9a3712928b9fdca3-01","occurred_at":"2026-11-25T22:20:58.782747+00:00","data":{"variants": [{"sku": "MUG-1", "policy": "deny", "removed": false, "tracked": true}]},"pending":[]}
]');
insert into "product"."page" (edition_id, product_id, valid_from, body) overriding system value
select edition_id, product_id, valid_from, body from json_populate_recordset(null::"product"."page", '[
{"edition_id":1,"product_id":"01a214cc-3c26-7f50-b9ca-e3cc83db17d6","valid_from":"-infinity","body":{"productId":"01a214cc-3c26-7f50-b9ca-e3cc83db17d6","handle":"pilot-coat","title":"Pilot Coat","vendor":"","productType":"","tags":[],"locale":"en","descriptionHtml":"","seo":{"title":"Pilot Coat","description":""},"category":[],"collections":[],"options":[{"name":"Size","values":["M","L"]}],"media":[],"currency":"EUR","pricesIncludeTax":true,"variants":[{"variantId":"01a214cc-3c2a-7ca8-a255-9a786aba7295","sku":"COAT-M","title":"M","optionValues":["M"],"priceMinor":18900,"compareAtMinor":null,"onSale":false,"imageUrl":null,"barcode":"","weightGrams":1400,"requiresShipping":true},{"variantId":"01a214cc-3c2a-7573-8b35-5afbcd2ba75c","sku":"COAT-L","title":"L","optionValues":["L"],"priceMinor":18900,"compareAtMinor":null,"onSale":false,"imageUrl":null,"barcode":"","weightGrams":1500,"requiresShipping":true}],"version":1}},
{"edition_id":1,"product_id":"01a214cc-3c26-7154-89ed-46eb608c72b1","valid_from":"-infinity","body":{"productId":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","vendor":"","productType":"","tags":[],"locale":"en","descriptionHtml":"","seo":{"title":"Harbour Mug","description":""},"category":[],"collections":[],"options":[],"media":[],"currency":"EUR","pricesIncludeTax":true,"variants":[{"variantId":"01a214cc-3c27-7ce8-84f9-eb314645de91","sku":"MUG-1","title":null,"optionValues":[],"priceMinor":1290,"compareAtMinor":null,"onSale":false,"imageUrl":null,"barcode":"","weightGrams":350,"requiresShipping":true}],"version":1}}
]');
insert into "product"."price" (variant_id, channel, currency, amount_minor, compare_at_minor) overriding system value
select variant_id, channel, currency, amount_minor, compare_at_minor from json_populate_recordset(null::"product"."price", '[
{"variant_id":"01a214cc-3c27-7ce8-84f9-eb314645de91","channel":"default","currency":"EUR","amount_minor":1290,"compare_at_minor":null},
{"variant_id":"01a214cc-3c2a-7ca8-a255-9a786aba7295","channel":"default","currency":"EUR","amount_minor":18900,"compare_at_minor":null},
{"variant_id":"01a214cc-3c2a-7573-8b35-5afbcd2ba75c","channel":"default","currency":"EUR","amount_minor":18900,"compare_at_minor":null}
]');
insert into "product"."product" (id, handle, title, description_html, description_text, vendor, product_type, tags, status, seo_title, seo_description, category_id, options, image_url, import_hashes, version, created_at, updated_at, published_at) overriding system value
select id, handle, title, description_html, description_text, vendor, product_type, tags, status, seo_title, seo_description, category_id, options, image_url, import_hashes, version, created_at, updated_at, published_at from json_populate_recordset(null::"product"."product", '[
{"id":"01a214cc-3c26-7154-89ed-46eb608c72b1","handle":"harbour-mug","title":"Harbour Mug","description_html":"","description_text":"","vendor":"","product_type":"","tags":[],"status":"active","seo_title":"","seo_description":"","category_id":null,"options":[],"image_url":null,"import_hashes":["ggx6pSvdVjTBu2qmQ5NSZk0j0Tk-jcowRtOsTy4d_58"],"version":1,"created_at":"2026-11-25T22:20:58.782747+00:00","updated_at":"2026-11-25T22:20:58.782747+00:00","published_at":"2026-11-25T22:20:58.782747+00:00"},
{"id":"01a214cc-3c26-7f50-b9ca-e3cc83db17d6","handle":"pilot-coat","title":"Pilot Coat","description_html":"","description_text":"","vendor":"","product_type":"","tags":[],"status":"active","seo_title":"","seo_description":"","category_id":null,"options":[{"name": "Size", "values": ["M", "L"]}],"image_url":null,"import_hashes":["xmBZXzCGbYqvpeDSCLmu2lfjk8DA2QDHIyWmp7K4Vm4"],"version":1,"created_at":"2026-11-25T22:20:58.782747+00:00","updated_at":"2026-11-25T22:20:58.782747+00:00","published_at":"2026-11-25T22:20:58.782747+00:00"}
]');
insert into "product"."variant" (id, product_id, sku, "position", option_values, barcode, weight_grams, requires_shipping, taxable, tax_class, inventory_policy, tracked, image_url, cost_minor) overriding system value
select id, product_id, sku, "position", option_values, barcode, weight_grams, requires_shipping, taxable, tax_class, inventory_policy, tracked, image_url, cost_minor from json_populate_recordset(null::"product"."variant", '[
{"id":"01a214cc-3c27-7ce8-84f9-eb314645de91","product_id":"01a214cc-3c26-7154-89ed-46eb608c72b1","sku":"MUG-1","position":0,"option_values":[],"barcode":"","weight_grams":350,"requires_shipping":true,"taxable":true,"tax_class":"standard","inventory_policy":"deny","tracked":true,"image_url":null,"cost_minor":null},
{"id":"01a214cc-3c2a-7ca8-a255-9a786aba7295","product_id":"01a214cc-3c26-7f50-b9ca-e3cc83db17d6","sku":"COAT-M","position":0,"option_values":["M"],"barcode":"","weight_grams":1400,"requires_shipping":true,"taxable":true,"tax_class":"standard","inventory_policy":"deny","tracked":true,"image_url":null,"cost_minor":null},
{"id":"01a214cc-3c2a-7573-8b35-5afbcd2ba75c","product_id":"01a214cc-3c26-7f50-b9ca-e3cc83db17d6","sku":"COAT-L","position":1,"option_values":["L"],"barcode":"","weight_grams":1500,"requires_shipping":true,"taxable":true,"tax_class":"standard","inventory_policy":"continue","tracked":true,"image_url":null,"cost_minor":null}
]');
insert into "product"."variant_stock" (sku, location_id, available, channels, policy, version) overriding system value
select sku, location_id, available, channels, policy, version from json_populate_recordset(null::"product"."variant_stock", '[
{"sku":"COAT-L","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","available":3,"channels":["*"],"policy":"continue","version":1},
{"sku":"COAT-M","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","available":498,"channels":["*"],"policy":"deny","version":2},
{"sku":"MUG-1","location_id":"01a214cc-27f2-705e-a6e3-915dc9a10f45","available":492,"channels":["*"],"policy":"deny","version":9}
]');
select setval('product.edition_id_seq', 1);
select setval('product.inbox_sequence_seq', 10);
select setval('product.outbox_sequence_seq', 2);
