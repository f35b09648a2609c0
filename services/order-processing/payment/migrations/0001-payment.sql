-- One row a payment: an authorization and what became of it. Moves are compare-and-set on `state`.
create table payment (
  payment_id uuid primary key,
  checkout_id uuid not null,
  order_id uuid not null,
  order_number text not null,
  channel text not null,
  method text not null check (method in ('card', 'invoice', 'cash_on_delivery')),
  authorization_kind text not null check (authorization_kind in ('card', 'promise')),
  state text not null check (state in ('authorizing', 'requires_action', 'authorized', 'capturing',
    'captured', 'voiding', 'voided', 'failed', 'review')),
  -- rises with every change; orders the events of a payment
  version int not null default 1,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor >= 0),
  authorized_minor bigint not null default 0 check (authorized_minor >= 0),
  -- the capture intent: one at a time, numbered, because a refused one frees the way for another
  capture_minor bigint,
  capture_attempt int not null default 0,
  captured_minor bigint not null default 0 check (captured_minor between 0 and amount_minor),
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  -- asked for and not yet known to be done
  refund_pending_minor bigint not null default 0 check (refund_pending_minor >= 0),
  disputed_minor bigint not null default 0 check (disputed_minor >= 0),
  gateway_payment_id text unique,
  next_action_url text,
  decline_code text,
  -- kept while authorizing alone: a repeated request must be the same to the letter
  token text,
  force_challenge boolean not null,
  return_url text not null,
  created_at timestamptz not null default kontor_now(),
  moved_at timestamptz not null default kontor_now(),
  check (refunded_minor + refund_pending_minor <= captured_minor)
);
create index payment_order on payment (order_id);

create table refund (
  refund_id uuid primary key,
  payment_id uuid not null references payment (payment_id),
  order_id uuid not null,
  -- `gateway`: made there by hand, learned from a webhook
  origin text not null check (origin in ('shop', 'gateway')),
  state text not null check (state in ('requested', 'accepted', 'refunded', 'failed')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  reason text not null,
  gateway_refund_id text,
  refusal_code text,
  requested_at timestamptz not null default kontor_now(),
  settled_at timestamptz
);
create index refund_payment on refund (payment_id);

-- A provider's event ids, kept for 14 days: the second arrival of one is a duplicate.
create table webhook_inbox (
  event_id text primary key,
  type text not null,
  payment_id uuid,
  outcome text not null check (outcome in ('applied', 'ignored', 'held_for_review')),
  received_at timestamptz not null default kontor_now()
);
create index webhook_inbox_age on webhook_inbox (received_at);

-- What disagreed with our books and was not applied: a person looks at it.
create table payment_review (
  review_id uuid primary key,
  payment_id uuid not null references payment (payment_id),
  reason text not null,
  detail jsonb not null,
  created_at timestamptz not null default kontor_now(),
  unique (payment_id, reason, detail)
);

create table ledger_entry (
  entry_id uuid primary key,
  sequence bigint generated always as identity unique,
  payment_id uuid not null,
  order_id uuid not null,
  kind text not null,
  -- what it posts, once: `capture:<payment id>`, `refund:<refund id>`
  source text not null unique,
  posted_at timestamptz not null default kontor_now()
);
create index ledger_entry_order on ledger_entry (order_id);

create table ledger_posting (
  entry_id uuid not null references ledger_entry (entry_id),
  line smallint not null,
  account text not null check (account in ('gateway_clearing', 'customer_payments',
    'accounts_receivable', 'bank_receipts')),
  direction text not null check (direction in ('debit', 'credit')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  primary key (entry_id, line)
);

-- What one statement posts must balance by entry and currency, whoever writes it.
create function refuse_unbalanced() returns trigger language plpgsql as $$
begin
  if exists (
    select from added group by entry_id, currency
    having sum(amount_minor) filter (where direction = 'debit')
      is distinct from sum(amount_minor) filter (where direction = 'credit')
  ) then
    raise exception 'ledger entry is not balanced' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger balanced after insert on ledger_posting
  referencing new table as added for each statement execute function refuse_unbalanced();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: post a reversing entry', tg_table_name
    using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on ledger_entry
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on ledger_posting
  for each statement execute function refuse_change();
