-- What people keep without buying it now: a wish list a channel, and carts by name.
create table saved_list (
  id uuid primary key,
  version int not null default 1,
  kind text not null check (kind in ('wish', 'cart')),
  name text check (kind = 'wish' or name is not null),
  channel text not null,
  currency text not null,
  prices_include_tax boolean not null,
  owner_kind text not null check (owner_kind in ('guest', 'customer')),
  owner_id text not null,
  lines jsonb not null default '[]',
  -- by which others read it while it is shared; it opens no more than what stands in this row
  share_token text unique,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now(),
  -- a customer's stays
  expires_at timestamptz check ((owner_kind = 'guest') = (expires_at is not null))
);
create index saved_list_of_owner on saved_list (owner_kind, owner_id, channel);
create unique index one_wish_list on saved_list (owner_kind, owner_id, channel) where kind = 'wish';
create index saved_list_expiry on saved_list (expires_at) where expires_at is not null;
