create table zone (
  code text primary key,
  name text not null,
  -- '*' serves every channel
  channels text[] not null default '{*}',
  -- ISO 3166-1; '*' is the rest of the world
  countries text[] not null check (cardinality(countries) > 0),
  -- ISO 3166-2 such as US-HI; empty: all of the countries
  regions text[] not null default '{}'
);

create table method (
  zone_code text not null references zone (code) on delete cascade,
  code text not null,
  name text not null,
  -- what its rates are chosen by: grams, minor units of the goods, or pieces
  basis text not null check (basis in ('weight', 'price', 'items')),
  carrier_code text,
  service_code text,
  earliest_days int check (earliest_days >= 0),
  latest_days int check (latest_days >= earliest_days),
  active boolean not null default true,
  primary key (zone_code, code)
);

create table rate (
  zone_code text not null,
  method_code text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- from_value ≤ value < below_value; null: without end
  from_value bigint not null check (from_value >= 0),
  below_value bigint check (below_value > from_value),
  price_minor bigint not null check (price_minor >= 0),
  primary key (zone_code, method_code, currency, from_value),
  foreign key (zone_code, method_code) references method (zone_code, code) on delete cascade
);

-- From this worth of goods on a method costs nothing.
create table free_threshold (
  zone_code text not null,
  method_code text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  subtotal_minor bigint not null check (subtotal_minor >= 0),
  primary key (zone_code, method_code, currency),
  foreign key (zone_code, method_code) references method (zone_code, code) on delete cascade
);

create table channel_setting (
  channel text primary key,
  live_quotes boolean not null
);
