-- A checkout is one row; what was frozen under its version is a document, read and written whole.
create table checkout (
  id uuid primary key,
  cart_id uuid not null,
  cart_version int not null,
  version int not null default 1,
  state text not null default 'open'
    check (state in ('open', 'completing', 'completed', 'abandoned')),
  channel text not null,
  locale text not null,
  owner_kind text not null check (owner_kind in ('guest', 'customer')),
  owner_id text not null,
  content jsonb not null,
  -- nothing is missing: it can be completed
  ready boolean not null,
  attempt int not null default 0,
  order_id uuid,
  order_number text,
  access_token_hash text,
  placed_at timestamptz,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now(),
  expires_at timestamptz not null
);
-- A cart is bought once: it has one checkout, unless that was abandoned.
create unique index checkout_of_cart on checkout (cart_id) where state <> 'abandoned';
create unique index checkout_order on checkout (order_id) where order_id is not null;
create index checkout_idle on checkout (expires_at) where state = 'open';

-- Each try to complete a checkout: the record of its idempotency key, and where its story stands.
create table completion (
  checkout_id uuid not null references checkout (id),
  attempt int not null,
  state text not null
    check (state in ('running', 'requires_action', 'undoing', 'completed', 'undone')),
  actor_scope text not null,
  key text not null,
  body_hash text not null,
  -- what the client was told, without the order's token; told again for the same key
  reply json,
  payment_id uuid not null,
  -- the checkout's id for the first attempt; later ones have their own, so that whoever is late
  -- with an attempt that was undone cannot give back what the next one holds
  reservation_id uuid not null,
  order_id uuid not null,
  order_number text not null,
  access_token_hash text not null,
  method text not null,
  -- of the payment gateway; forgotten as soon as the attempt has ended
  payment_token text,
  force_challenge boolean not null,
  return_url text not null,
  risk_decision text not null,
  assessment_id text,
  next_action_url text,
  challenge_until timestamptz,
  decline_code text,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now(),
  primary key (checkout_id, attempt),
  constraint completion_key unique (actor_scope, key)
);
create unique index completion_payment on completion (payment_id);

create sequence order_number start 100001;

-- Makes a lost compare-and-set an error, so that it can travel with the commit it must prevent.
create function require_row(changed bigint) returns void language plpgsql as $$
begin
  if changed = 0 then
    raise exception 'compare-and-set lost' using errcode = 'KN001';
  end if;
end $$;
