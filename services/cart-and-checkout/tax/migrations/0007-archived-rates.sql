-- Rates that are applied no more, for people to read and to bring back; what taxes looks at tax_rate
-- alone. A table of its own, so that a version that does not know of it applies none of them.
create table archived_tax_rate (
  id uuid primary key,
  country_code text not null,
  region_code text,
  tax_class text not null references tax_class (code),
  name text not null,
  rate_ppm int not null,
  components jsonb not null,
  archived_at timestamptz not null default kontor_now(),
  constraint archived_tax_rate_place unique nulls not distinct (country_code, region_code, tax_class)
);
