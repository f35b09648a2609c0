-- Variants that were taken out of their product, as they were: the SKU brings them back.
create table archived_variant (
  id uuid primary key,
  product_id uuid not null references product (id) on delete cascade,
  sku text not null unique,
  position int not null,
  option_values text[] not null,
  barcode text not null,
  weight_grams int not null,
  requires_shipping boolean not null,
  taxable boolean not null,
  tax_class text not null,
  inventory_policy text not null,
  tracked boolean not null,
  image_url text,
  cost_minor bigint,
  hs_code text,
  country_of_origin text,
  attributes jsonb not null,
  archived_at timestamptz not null default kontor_now()
);
create index archived_variant_product on archived_variant (product_id);

create table archived_price (
  variant_id uuid not null references archived_variant (id) on delete cascade,
  channel text not null references channel (code),
  currency text not null,
  amount_minor bigint not null,
  compare_at_minor bigint,
  primary key (variant_id, channel, currency)
);
