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
