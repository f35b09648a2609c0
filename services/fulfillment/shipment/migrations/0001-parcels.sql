-- A parcel and its label. The row is there before the carrier is asked.
create table parcel (
  id uuid primary key,
  fulfillment_id uuid not null,
  order_id uuid not null,
  state text not null check (state in ('purchasing', 'purchased', 'voiding', 'voided', 'refused')),
  ship_to jsonb not null,
  weight_grams int not null check (weight_grams > 0),
  -- null until one is chosen; kept before the label is bought, so that a retry asks for the same
  service_code text,
  label_id text,
  carrier_code text,
  tracking_number text,
  label_url text,
  cost_minor bigint,
  cost_currency text,
  refusal_code text,
  created_at timestamptz not null default kontor_now(),
  changed_at timestamptz not null default kontor_now()
);
create index parcel_of_order on parcel (order_id);
