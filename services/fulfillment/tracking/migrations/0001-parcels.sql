-- A parcel that is followed, and how far it has come.
create table parcel (
  id uuid primary key,
  fulfillment_id uuid not null,
  order_id uuid not null,
  order_number text not null,
  carrier_code text not null,
  tracking_number text not null,
  email text not null,
  phone text,
  customer_id text,
  customer_name text,
  channel text not null,
  locale text not null,
  traceparent text not null,
  version int not null default 0,
  state text not null check (state in ('label_purchased', 'in_transit', 'out_for_delivery',
    'delivered', 'exception')),
  -- of the news that brought it there; older news change nothing
  news_at timestamptz,
  problem text,
  estimated_delivery_at timestamptz,
  -- null once there is nothing left to ask
  next_poll_at timestamptz,
  polls int not null default 0,
  created_at timestamptz not null default kontor_now()
);
create unique index parcel_by_number on parcel (tracking_number, carrier_code);
create index parcel_to_poll on parcel (next_poll_at) where next_poll_at is not null;

-- What the carrier reported of a parcel, as it happened.
create table parcel_event (
  parcel_id uuid not null references parcel (id),
  occurred_at timestamptz not null,
  state text not null,
  description text not null,
  city text,
  country text,
  primary key (parcel_id, occurred_at, state)
);

-- Webhooks that were taken, by the carrier's id. One for a parcel that is not followed yet is kept
-- whole and applied when it is.
create table carrier_event (
  id text primary key,
  tracking_number text not null,
  tracking jsonb,
  received_at timestamptz not null default kontor_now()
);
create index carrier_event_unclaimed on carrier_event (tracking_number) where tracking is not null;
create index carrier_event_age on carrier_event (received_at);
