-- A cart is one row: its lines are a document, since they are always read and written together.
create table cart (
  id uuid primary key,
  version int not null default 1,
  state text not null default 'active'
    check (state in ('active', 'completed', 'merged', 'expired')),
  channel text not null,
  locale text not null,
  currency text not null,
  prices_include_tax boolean not null,
  owner_kind text not null check (owner_kind in ('guest', 'customer')),
  owner_id text not null,
  lines jsonb not null default '[]',
  -- the customer's cart that took this guest's lines
  merged_into uuid references cart (id),
  order_id uuid,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now(),
  expires_at timestamptz not null
);
create index cart_of_owner on cart (owner_kind, owner_id, channel, updated_at) where state = 'active';
create index cart_expiry on cart (expires_at) where state = 'active';
create index cart_merged_into on cart (merged_into) where merged_into is not null;
