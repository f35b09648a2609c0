-- An order: what was bought (the snapshot never changes) and how far it has come.
create table orders (
  id uuid primary key,
  number text not null unique,
  version int not null default 1,
  state text not null check (state in ('placed', 'confirmed', 'partially_shipped', 'shipped',
    'delivered', 'cancelling', 'cancelled')),
  channel text not null,
  locale text not null,
  owner_kind text not null check (owner_kind in ('guest', 'customer')),
  owner_id text not null check (owner_id <> ''),
  access_token_hash text not null,
  email text not null,
  payment_id uuid not null,
  currency text not null,
  total_minor bigint not null check (total_minor >= 0),
  captured_minor bigint not null default 0,
  -- refunds that were asked for and did not fail, so that several at once never exceed the capture
  refund_claimed_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  voided boolean not null default false,
  disputed boolean not null default false,
  payment_state text not null generated always as (
    case when disputed then 'disputed'
         when voided then 'voided'
         when captured_minor = 0 then 'authorized'
         when refunded_minor >= captured_minor then 'refunded'
         when refunded_minor > 0 then 'partially_refunded'
         else 'captured' end) stored,
  -- something was shipped or will not be: the state follows from order_line and order_parcel
  progressed boolean not null default false,
  confirmed_at timestamptz,
  cancel_reason text,
  snapshot jsonb not null,
  placed_at timestamptz not null,
  constraint refunds_within_capture check (
    refund_claimed_minor >= 0 and refund_claimed_minor <= captured_minor
    and refunded_minor >= 0 and refunded_minor <= captured_minor)
) with (fillfactor = 85);
create index orders_of_owner on orders (owner_kind, owner_id, placed_at, id);
create index orders_by_time on orders (placed_at, id);
create index orders_by_state on orders (state, placed_at, id);
create index orders_by_email on orders (lower(email), placed_at, id);

-- Only lines of which something was shipped, refunded or given up have a row.
create table order_line (
  order_id uuid not null references orders (id),
  line_id uuid not null,
  ordered_quantity int not null,
  shipped_quantity int not null default 0 check (shipped_quantity >= 0),
  cancelled_quantity int not null default 0 check (cancelled_quantity >= 0),
  refunded_quantity int not null default 0 check (refunded_quantity between 0 and ordered_quantity),
  primary key (order_id, line_id),
  constraint shipped_within_ordered check (shipped_quantity + cancelled_quantity <= ordered_quantity)
);

create table order_parcel (
  order_id uuid not null references orders (id),
  fulfillment_id uuid not null,
  carrier_code text not null,
  tracking_number text not null,
  status text not null check (status in ('label_purchased', 'in_transit', 'out_for_delivery',
    'delivered', 'exception')),
  estimated_delivery_at timestamptz,
  created_at timestamptz not null default kontor_now(),
  primary key (order_id, fulfillment_id)
);

create table refund (
  id uuid primary key,
  order_id uuid not null references orders (id),
  -- by staff, or the rest that a cancelled order gives back
  cause text not null check (cause in ('staff', 'cancellation')),
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null,
  -- [{lineId, quantity}], null for a refund by amount
  lines jsonb,
  state text not null default 'pending' check (state in ('pending', 'refunded', 'failed')),
  created_at timestamptz not null default kontor_now()
);
create index refund_of_order on refund (order_id, created_at);

-- What happened, in words. The key makes telling it twice harmless.
create table timeline_entry (
  order_id uuid not null references orders (id),
  key text not null,
  ordinal bigint generated always as identity,
  at timestamptz not null,
  kind text not null,
  message text not null,
  actor text not null,
  internal boolean not null,
  trace_id text not null,
  primary key (order_id, key)
);
