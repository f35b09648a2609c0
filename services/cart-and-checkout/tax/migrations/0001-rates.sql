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
