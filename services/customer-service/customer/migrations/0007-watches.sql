-- Who wants to be told, once, when something that is sold out can be bought again.
create table stock_watch (
  id uuid primary key,
  -- null: of somebody without an account, who confirms by a link
  customer_id uuid,
  -- in small letters
  email text not null,
  sku text not null,
  channel text not null,
  locale text not null,
  product_id uuid not null,
  path text not null,
  title text not null,
  variant_title text,
  asked_at timestamptz not null default kontor_now(),
  -- the last time that its link was sent, and how often
  mailed_at timestamptz not null default kontor_now(),
  mails int not null default 0,
  confirmed_at timestamptz,
  told_at timestamptz check (told_at >= confirmed_at),
  told_in uuid,
  ended_at timestamptz,
  check ((told_at is null) = (told_in is null))
);
create unique index stock_watch_open on stock_watch (email, sku, channel)
  where told_at is null and ended_at is null;
create index stock_watch_waiting on stock_watch (sku, confirmed_at, id)
  where told_at is null and ended_at is null and confirmed_at is not null;
create index stock_watch_owner on stock_watch (customer_id, id);
create index stock_watch_address on stock_watch (email, mailed_at);

-- One for each time that units of a SKU came back and somebody was told.
create table watch_turn (
  id uuid primary key,
  event_id uuid not null,
  sku text not null,
  location_id uuid not null,
  available int not null check (available > 0),
  told int not null check (told > 0),
  at timestamptz not null default kontor_now(),
  unique (event_id, sku, location_id)
);
