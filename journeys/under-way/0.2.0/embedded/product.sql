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

-- applied 0002-customs
-- What customs ask of goods that leave the country; null where the shop has not said it.
alter table variant add column hs_code text;
alter table variant add column country_of_origin text;

-- applied 0003-terms-hash
-- Documents of the same terms have the same one, so that facets count sets of terms, of which a shop
-- has few, and not every term of every match. Null in what was written before: reckoned when read.
alter table document add column terms_hash bigint;

-- applied 0004-lists
create trigger product_note_update before insert or update on product
  for each row execute function note_update();

-- Places titles as people sort them. The collation is named, for of the database's own only Latin
-- letters may be known.
create function title_key(title text) returns text language sql immutable parallel safe as $$
  select left(lower(regexp_replace(normalize(title, NFKD), '[\u0300-\u036f]', '', 'g')
    collate pg_catalog.pg_c_utf8), 100) collate "C"
$$;

-- What a title is found by.
create function title_words(title text) returns tsvector language sql immutable parallel safe as $$
  select array_to_tsvector(array_remove(regexp_split_to_array(
    lower(regexp_replace(normalize(left(title, 300), NFKD), '[\u0300-\u036f]', '', 'g')
      collate pg_catalog.pg_c_utf8), '[^[:alnum:]]+'), ''))
$$;

-- applied 0005-list-indexes
-- alone: the tables are in use
drop index concurrently if exists product_by_update;
create index concurrently product_by_update on product (updated_at, id);
drop index concurrently if exists product_by_creation;
create index concurrently product_by_creation on product (created_at, id);
drop index concurrently if exists product_by_title;
create index concurrently product_by_title on product (title_key(title), id);
drop index concurrently if exists product_title_words;
create index concurrently product_title_words on product using gin (title_words(title))
  with (gin_pending_list_limit = 256);
drop index concurrently if exists product_vendor;
create index concurrently product_vendor on product (lower(vendor) text_pattern_ops, id);
drop index concurrently if exists product_without_image;
create index concurrently product_without_image on product (created_at, id) where image_url is null;
drop index concurrently if exists variant_code;
create index concurrently variant_code on variant (lower(sku) text_pattern_ops, product_id);
drop index concurrently if exists variant_barcode;
create index concurrently variant_barcode on variant (lower(barcode) text_pattern_ops, product_id)
  where barcode <> '';

-- applied 0006-read-model
-- By which definition documents are made, and the rebuild that makes them anew after it changed. The
-- release before knows neither: what it writes is of definition 0.
create table read_model (
  one boolean primary key default true check (one),
  number int not null,
  hash text not null,
  rebuild text
);
alter table document add column built smallint not null default 0;

-- applied 0007-outdated-documents
-- alone: documents are written by the release that still runs
drop index concurrently if exists document_built;
create index concurrently document_built on document (built);

-- applied 0008-fields
-- Fields that the shop defines itself, of products and variants, and the values of them.
create table field_definition (
  owner text not null,
  key text not null,
  definition jsonb not null,
  version int not null default 1,
  updated_at timestamptz not null default kontor_now(),
  primary key (owner, key)
);
alter table product add column attributes jsonb not null default '{}';
alter table variant add column attributes jsonb not null default '{}';
-- Numbers that documents are filtered by, by key: {"height": [12.5, 20]}
alter table document add column numbers jsonb;

-- applied 0009-number-shelves
-- Numbers of documents in their order: what a range of them holds is read from an index.
create table number_shelf (
  edition_id int not null,
  key text collate "C" not null,
  value numeric not null,
  product_id uuid not null,
  valid_from timestamptz not null,
  primary key (edition_id, key, value, product_id, valid_from)
);
create index number_shelf_product on number_shelf (product_id);
insert into number_shelf (edition_id, key, value, product_id, valid_from)
select distinct edition_id, n.key, v.value::numeric, product_id, valid_from
from document, jsonb_each(numbers) n, jsonb_array_elements_text(n.value) v
where numbers is not null;

-- rows
insert into "product"."audit_entry" (id, at, actor_kind, actor_id, operation, subject, detail, trace_id, channels) overriding system value
select id, at, actor_kind, actor_id, operation, subject, detail, trace_id, channels from json_populate_recordset(null::"product"."audit_entry", '[
{"id":"01a21806-62cb-75d5-949e-9950fd272c60","at":"2026-11-26T13:23:21.383711+00:00","actor_kind":"api_key","actor_id":"01a21806-582d-7fbc-8858-72128b6d76e8","operation":"import_products","subject":"2 products","detail":{"after": {"fitted": 0, "created": 2, "rejected": 0, "unchanged": 0}},"trace_id":"d55a6d770bdea92b9a4ba69ea907e65d","channels":["*"]}
]');
insert into "product"."channel" (code, name, currency, default_locale, locales, prices_include_tax, active, version) overriding system value
select code, name, currency, default_locale, locales, prices_include_tax, active, version from json_populate_recordset(null::"product"."channel", '[
{"code":"default","name":"Kontor Demo Store","currency":"EUR","default_locale":"en","locales":["en"],"prices_include_tax":true,"active":true,"version":1}
]');
insert into "product"."document" (edition_id, product_id, valid_from, valid_to, handle, price_minor, name_key, in_stock, terms, search, card, terms_hash, built, numbers) overriding system value
select edition_id, product_id, valid_from, valid_to, handle, price_minor, name_key, in_stock, terms, search, card, terms_hash, built, numbers from json_populate_recordset(null::"product"."document",  E'[
{"edition_id":1,"product_id":"01a21806-62ad-7f45-a36c-72116207a03a","valid_from":"-infinity","valid_to":"infinity","handle":"pilot-coat","price_minor":18900,"name_key":"pilot coat","in_stock":true,"terms":["option:Size\\nM","option:Size\\nL","price:10000","availability:in_stock"],"search":"''coat'':2A,4A ''coat-l'' ''coat-m'' ''l'':6B,8B ''m'':5B,7B ''pilot'':1A,3A","card":{"productId":"01a21806-62ad-7f45-a36c-72116207a03a","handle":"pilot-coat","title":"Pilot Coat","vendor":"","imageUrl":null,"imageAlt":"","priceMinor":18900,"highestPriceMinor":18900,"compareAtMinor":null,"currency":"EUR","onSale":false,"inStock":true,"variantCount":2},"terms_hash":325309387367477521,"built":4,"numbers":null},
{"edition_id":1,"product_id":"01a21806-62ad-74b2-be16-e273054a94d9","valid_from":"-infinity","valid_to":"infinity","handle":"harbour-mug","price_minor":1290,"name_key":"harbour mug","in_stock":true,"terms":["price:1000","availability:in_stock"],"search":"''harbour'':1A,3A ''mug'':2A,4A ''mug-1''","card":{"productId":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","vendor":"","imageUrl":null,"imageAlt":"","priceMinor":1290,"highestPriceMinor":1290,"compareAtMinor":null,"currency":"EUR","onSale":false,"inStock":true,"variantCount":1},"terms_hash":-7703242484689366165,"built":4,"numbers":null}
]');
insert into "product"."edition" (id, channel, locale) overriding system value
select id, channel, locale from json_populate_recordset(null::"product"."edition", '[
{"id":1,"channel":"default","locale":"en"}
]');
insert into "product"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"product"."inbox", '[
{"event_id":"01a21806-62fd-75f0-a854-09ba7fcf9421","sequence":1,"type":"inventory.stock_changed","aggregate_id":"01a21806-62fd-7b34-808b-5e0c013edbf7","aggregate_version":1,"received_at":"2026-11-26T13:23:21.479638+00:00"},
{"event_id":"01a21806-667d-753f-8822-87431df07af9","sequence":2,"type":"inventory.stock_changed","aggregate_id":"01a21806-667d-7219-b8c0-6e25e97a1b04","aggregate_version":1,"received_at":"2026-11-26T13:23:22.399713+00:00"},
{"event_id":"01a21806-6e09-7cbe-80af-17cb6cf22ace","sequence":3,"type":"inventory.stock_changed","aggregate_id":"01a21806-6e09-7dbf-abfe-1b2fd45c6a58","aggregate_version":1,"received_at":"2026-11-26T13:23:24.301066+00:00"},
{"event_id":"01a21806-6f2f-7b61-a5c8-f602f232942d","sequence":4,"type":"inventory.stock_changed","aggregate_id":"01a21806-6f2f-7229-9b95-2aa7bffb86ed","aggregate_version":1,"received_at":"2026-11-26T13:23:24.602464+00:00"},
{"event_id":"01a21806-7155-7893-9e6a-0890b76181fc","sequence":5,"type":"inventory.stock_changed","aggregate_id":"01a21806-7155-733d-b66d-c6be164590be","aggregate_version":1,"received_at":"2026-11-26T13:23:25.145332+00:00"},
{"event_id":"01a21806-7240-7214-aadd-771cc033aaa2","sequence":6,"type":"inventory.stock_changed","aggregate_id":"01a21806-7240-7c24-a7de-7dd453b86b94","aggregate_version":1,"received_at":"2026-11-26T13:23:25.38043+00:00"},
{"event_id":"01a21806-76f2-79fc-9324-5564bba0b321","sequence":7,"type":"inventory.stock_changed","aggregate_id":"01a21806-76f2-76b5-9848-71b3c6a3fec9","aggregate_version":1,"received_at":"2026-11-26T13:23:26.586082+00:00"},
{"event_id":"01a21807-384a-7b29-898b-fb428f678264","sequence":8,"type":"inventory.stock_changed","aggregate_id":"01a21807-384a-7e7f-bfe0-30eb4f8b9d75","aggregate_version":1,"received_at":"2026-11-26T13:24:16.076895+00:00"},
{"event_id":"01a21807-38c6-70d1-9a3c-0e8f9c7ac9f4","sequence":9,"type":"inventory.stock_changed","aggregate_id":"01a21807-38c6-7705-af76-4f19164c874f","aggregate_version":1,"received_at":"2026-11-26T13:24:16.205004+00:00"},
{"event_id":"01a21807-3928-7f43-908f-c015b18a9f7b","sequence":10,"type":"inventory.stock_changed","aggregate_id":"01a21807-3928-7443-b441-e335ce16f470","aggregate_version":1,"received_at":"2026-11-26T13:24:16.299196+00:00"}
]');
insert into "product"."listing" (product_id, channel) overriding system value
select product_id, channel from json_populate_recordset(null::"product"."listing", '[
{"product_id":"01a21806-62ad-74b2-be16-e273054a94d9","channel":"default"},
{"product_id":"01a21806-62ad-7f45-a36c-72116207a03a","channel":"default"}
]');
insert into "product"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"product"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.070867+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.192597+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.287656+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.354938+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.418174+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.450886+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.467947+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.506148+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.527208+00:00"},
{"name":"0001-catalogue","checksum":"XzV3Z28WmeWEN6UhVcQVDhyrlZhyxS3G8GcKxwhzgx8","applied_at":"2026-11-26T13:23:14.565842+00:00"},
{"name":"0002-customs","checksum":"E6t35mSvxK5A0i_iOp1ewN7XENQU108k4bMwuHOVSeM","applied_at":"2026-11-26T13:23:14.953233+00:00"},
{"name":"0003-terms-hash","checksum":"GWaQAZQsEX8LtrmfJ_0jYHe0km-qyu44zWI57XmriA4","applied_at":"2026-11-26T13:23:15.003876+00:00"},
{"name":"0004-lists","checksum":"u88Szm94iOmC_kt-Y8Nl3PHp_qDN0UZC0ubyFG0ITZY","applied_at":"2026-11-26T13:23:15.050583+00:00"},
{"name":"0005-list-indexes","checksum":"d2jNS1riTCcDq1rturvF0Ut1wCHArUz6_W33GqV7Q94","applied_at":"2026-11-26T13:23:15.108754+00:00"},
{"name":"0006-read-model","checksum":"7DMFsJu-ucWmHb8E5neyKslz2yQg_tWf124v60xiOwk","applied_at":"2026-11-26T13:23:15.195366+00:00"},
{"name":"0007-outdated-documents","checksum":"kh7heUSj6As5-NmQKMHobImGyREPV2_h88PE6mrAUGo","applied_at":"2026-11-26T13:23:15.273744+00:00"},
{"name":"0008-fields","checksum":"QNq_OESFuyWTimqoqwk9R1v-K4bvxmpLcQ5Pxby2peg","applied_at":"2026-11-26T13:23:15.33585+00:00"},
{"name":"0009-number-shelves","checksum":"x74XtWDbRYmgC-aG078kWV4OeruzrQULTcqunXtTnO4","applied_at":"2026-11-26T13:23:15.408189+00:00"}
]');
insert into "product"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at from json_populate_recordset(null::"product"."outbox", '[
{"id":"01a21806-62ca-76b9-b2df-1605d4604631","sequence":2,"type":"product.variants_changed","schema_version":1,"aggregate_id":"01a21806-62ad-7f45-a36c-72116207a03a","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "01a21806-582d-7fbc-8858-72128b6d76e8", "kind": "api_key", "channels": "*", "permissions": ["catalog:read", "catalog:write", "inventory:read", "inventory:write", "orders:read", "orders:write", "orders:refund", "fulfillment:read", "fulfillment:write", "customers:read", "customers:write", "support:read", "support:write", "notifications:read", "notifications:write", "settings:read", "settings:write", "staff:manage", "audit:read"]},"traceparent":"00-d55a6d770bdea92b9a4ba69ea907e65d-8aa3bae086860192-01","occurred_at":"2026-11-26T13:23:21.383711+00:00","data":{"variants": [{"sku": "COAT-M", "policy": "deny", "removed": false, "tracked": true}, {"sku": "COAT-L", "policy": "continue", "removed": false, "tracked": true}]},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-62ca-74e1-97b8-fd8967ad1f63","sequence":1,"type":"product.variants_changed","schema_version":1,"aggregate_id":"01a21806-62ad-74b2-be16-e273054a94d9","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "01a21806-582d-7fbc-8858-72128b6d76e8", "kind": "api_key", "channels": "*", "permissions": ["catalog:read", "catalog:write", "inventory:read", "inventory:write", "orders:read", "orders:write", "orders:refund", "fulfillment:read", "fulfillment:write", "customers:read", "customers:write", "support:read", "support:write", "notifications:read", "notifications:write", "settings:read", "settings:write", "staff:manage", "audit:read"]},"traceparent":"00-d55a6d770bdea92b9a4ba69ea907e65d-8aa3bae086860192-01","occurred_at":"2026-11-26T13:23:21.383711+00:00","data":{"variants": [{"sku": "MUG-1", "policy": "deny", "removed": false, "tracked": true}]},"pending":[],"unconfirmed":[],"handed_at":null}
]');
insert into "product"."page" (edition_id, product_id, valid_from, body) overriding system value
select edition_id, product_id, valid_from, body from json_populate_recordset(null::"product"."page", '[
{"edition_id":1,"product_id":"01a21806-62ad-7f45-a36c-72116207a03a","valid_from":"-infinity","body":{"productId":"01a21806-62ad-7f45-a36c-72116207a03a","handle":"pilot-coat","title":"Pilot Coat","vendor":"","productType":"","tags":[],"locale":"en","descriptionHtml":"","seo":{"title":"Pilot Coat","description":""},"category":[],"collections":[],"options":[{"name":"Size","values":["M","L"]}],"media":[],"currency":"EUR","pricesIncludeTax":true,"variants":[{"variantId":"01a21806-62ae-7495-81c1-6cffb543c34a","sku":"COAT-M","title":"M","optionValues":["M"],"priceMinor":18900,"compareAtMinor":null,"onSale":false,"imageUrl":null,"barcode":"","weightGrams":1400,"requiresShipping":true},{"variantId":"01a21806-62ae-7890-96e4-9726a6ed0565","sku":"COAT-L","title":"L","optionValues":["L"],"priceMinor":18900,"compareAtMinor":null,"onSale":false,"imageUrl":null,"barcode":"","weightGrams":1500,"requiresShipping":true}],"version":1}},
{"edition_id":1,"product_id":"01a21806-62ad-74b2-be16-e273054a94d9","valid_from":"-infinity","body":{"productId":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","vendor":"","productType":"","tags":[],"locale":"en","descriptionHtml":"","seo":{"title":"Harbour Mug","description":""},"category":[],"collections":[],"options":[],"media":[],"currency":"EUR","pricesIncludeTax":true,"variants":[{"variantId":"01a21806-62ad-7afe-b41c-e6dd7045e2c8","sku":"MUG-1","title":null,"optionValues":[],"priceMinor":1290,"compareAtMinor":null,"onSale":false,"imageUrl":null,"barcode":"","weightGrams":350,"requiresShipping":true}],"version":1}}
]');
insert into "product"."price" (variant_id, channel, currency, amount_minor, compare_at_minor) overriding system value
select variant_id, channel, currency, amount_minor, compare_at_minor from json_populate_recordset(null::"product"."price", '[
{"variant_id":"01a21806-62ad-7afe-b41c-e6dd7045e2c8","channel":"default","currency":"EUR","amount_minor":1290,"compare_at_minor":null},
{"variant_id":"01a21806-62ae-7495-81c1-6cffb543c34a","channel":"default","currency":"EUR","amount_minor":18900,"compare_at_minor":null},
{"variant_id":"01a21806-62ae-7890-96e4-9726a6ed0565","channel":"default","currency":"EUR","amount_minor":18900,"compare_at_minor":null}
]');
insert into "product"."product" (id, handle, title, description_html, description_text, vendor, product_type, tags, status, seo_title, seo_description, category_id, options, image_url, import_hashes, version, created_at, updated_at, published_at, attributes) overriding system value
select id, handle, title, description_html, description_text, vendor, product_type, tags, status, seo_title, seo_description, category_id, options, image_url, import_hashes, version, created_at, updated_at, published_at, attributes from json_populate_recordset(null::"product"."product", '[
{"id":"01a21806-62ad-74b2-be16-e273054a94d9","handle":"harbour-mug","title":"Harbour Mug","description_html":"","description_text":"","vendor":"","product_type":"","tags":[],"status":"active","seo_title":"","seo_description":"","category_id":null,"options":[],"image_url":null,"import_hashes":["I4q3XFJLgOBdXYuXtMciza286PnMlRMkhpGhw-LCu0E"],"version":1,"created_at":"2026-11-26T13:23:21.383711+00:00","updated_at":"2026-11-26T13:23:21+00:00","published_at":"2026-11-26T13:23:21.383711+00:00","attributes":{}},
{"id":"01a21806-62ad-7f45-a36c-72116207a03a","handle":"pilot-coat","title":"Pilot Coat","description_html":"","description_text":"","vendor":"","product_type":"","tags":[],"status":"active","seo_title":"","seo_description":"","category_id":null,"options":[{"name": "Size", "values": ["M", "L"]}],"image_url":null,"import_hashes":["_OvSk0OIR1izXGn10xaGrlKYVJ9iBTRQemJpubjBmek"],"version":1,"created_at":"2026-11-26T13:23:21.383711+00:00","updated_at":"2026-11-26T13:23:21+00:00","published_at":"2026-11-26T13:23:21.383711+00:00","attributes":{}}
]');
insert into "product"."read_model" (one, number, hash, rebuild) overriding system value
select one, number, hash, rebuild from json_populate_recordset(null::"product"."read_model", '[
{"one":true,"number":4,"hash":"ECR4r2hyYXfZFS3qz_UuV38e4VyNm-upV1pUdSmJe7k","rebuild":null}
]');
insert into "product"."variant" (id, product_id, sku, "position", option_values, barcode, weight_grams, requires_shipping, taxable, tax_class, inventory_policy, tracked, image_url, cost_minor, hs_code, country_of_origin, attributes) overriding system value
select id, product_id, sku, "position", option_values, barcode, weight_grams, requires_shipping, taxable, tax_class, inventory_policy, tracked, image_url, cost_minor, hs_code, country_of_origin, attributes from json_populate_recordset(null::"product"."variant", '[
{"id":"01a21806-62ad-7afe-b41c-e6dd7045e2c8","product_id":"01a21806-62ad-74b2-be16-e273054a94d9","sku":"MUG-1","position":0,"option_values":[],"barcode":"","weight_grams":350,"requires_shipping":true,"taxable":true,"tax_class":"standard","inventory_policy":"deny","tracked":true,"image_url":null,"cost_minor":null,"hs_code":null,"country_of_origin":null,"attributes":{}},
{"id":"01a21806-62ae-7495-81c1-6cffb543c34a","product_id":"01a21806-62ad-7f45-a36c-72116207a03a","sku":"COAT-M","position":0,"option_values":["M"],"barcode":"","weight_grams":1400,"requires_shipping":true,"taxable":true,"tax_class":"standard","inventory_policy":"deny","tracked":true,"image_url":null,"cost_minor":null,"hs_code":null,"country_of_origin":null,"attributes":{}},
{"id":"01a21806-62ae-7890-96e4-9726a6ed0565","product_id":"01a21806-62ad-7f45-a36c-72116207a03a","sku":"COAT-L","position":1,"option_values":["L"],"barcode":"","weight_grams":1500,"requires_shipping":true,"taxable":true,"tax_class":"standard","inventory_policy":"continue","tracked":true,"image_url":null,"cost_minor":null,"hs_code":null,"country_of_origin":null,"attributes":{}}
]');
insert into "product"."variant_stock" (sku, location_id, available, channels, policy, version) overriding system value
select sku, location_id, available, channels, policy, version from json_populate_recordset(null::"product"."variant_stock", '[
{"sku":"COAT-L","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","available":3,"channels":["*"],"policy":"continue","version":1},
{"sku":"COAT-M","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","available":498,"channels":["*"],"policy":"deny","version":2},
{"sku":"MUG-1","location_id":"01a21806-55e8-7918-92b4-8449b91a8d3a","available":492,"channels":["*"],"policy":"deny","version":9}
]');
select setval('product.edition_id_seq', 1);
select setval('product.inbox_sequence_seq', 10);
select setval('product.outbox_sequence_seq', 2);
