-- One row an order: it was requested, or it was cancelled, perhaps before anything was requested.
create table fulfillment_request (
  order_id uuid primary key,
  state text not null check (state in ('requested', 'cancelled')),
  at timestamptz not null default kontor_now()
);

-- What one location sends of an order.
create table fulfillment (
  id uuid primary key,
  version int not null default 1,
  order_id uuid not null,
  order_number text not null,
  reservation_id uuid not null,
  location_id uuid not null,
  state text not null check (state in ('open', 'picking', 'packed', 'shipping', 'shipped',
    'delivered', 'on_hold', 'cancelled')),
  hold_reason text,
  -- where it goes on when it is resumed
  held_from text,
  requires_shipping boolean not null,
  -- [{lineId, sku, title, quantity, pickedQuantity, requiresShipping, weightGrams}]
  lines jsonb not null,
  channel text not null,
  locale text not null,
  email text not null,
  phone text,
  customer_id text,
  shipping_address jsonb,
  delivery jsonb,
  -- shipping is tried under a number each time; every try has a parcel of its own
  attempt int not null default 0,
  service_code text,
  -- from here on stock leaves: no cancellation any more
  departing boolean not null default false,
  parcel jsonb,
  shipping_problem jsonb,
  -- what tracking told, perhaps before the shipping was committed
  handed_over_at timestamptz,
  delivered_at timestamptz,
  split_from uuid,
  created_at timestamptz not null default kontor_now(),
  constraint held_with_reason check ((state = 'on_hold') = (hold_reason is not null)),
  constraint departs_while_shipping check (not departing or state = 'shipping')
) with (fillfactor = 85);
create index fulfillment_of_order on fulfillment (order_id);
create index fulfillment_by_time on fulfillment (created_at, id);
create index fulfillment_by_state on fulfillment (state, created_at, id);

-- How each attempt to ship ended, for whoever asks again with the same key.
create table shipping_attempt (
  fulfillment_id uuid not null references fulfillment (id),
  attempt int not null,
  -- null while it goes on
  outcome text check (outcome in ('shipped', 'refused', 'cancelled')),
  failure jsonb,
  reply jsonb,
  -- what it waits for
  problem text,
  primary key (fulfillment_id, attempt)
);
