-- What the shop's account at a provider holds, line by line as the provider lists it, and what it
-- sent to the bank. It is kept as long as the ledger is.
create table balance_account (
  -- `stripe`, or `stripe sandbox` where the sandbox stood in its place
  account text primary key,
  provider text not null,
  sandbox boolean not null,
  -- all that was made before is here; null while the first look is under way
  fetched_until timestamptz,
  -- of the look under way: since when and until when it asks, and how far it has come
  look_from timestamptz,
  look_until timestamptz,
  look_after text,
  -- up to this entry of the ledger it was asked whether the provider has its line
  judged_sequence bigint not null default 0
);

create table balance_line (
  account text not null references balance_account (account),
  line_id text not null,
  kind text not null,
  -- in the provider's own words
  reported text not null,
  amount_minor bigint not null,
  fee_minor bigint not null,
  currency text not null,
  -- in the currency that the buyer paid in
  paid_minor bigint,
  paid_currency text,
  source_id text,
  gateway_payment_id text,
  payout_id text,
  made_at timestamptz not null,
  -- the day of the provider, which is UTC's
  day date not null,
  judged boolean not null default false,
  matched boolean not null default false,
  fetched_at timestamptz not null default kontor_now(),
  primary key (account, line_id)
);
create index balance_line_day on balance_line (account, day);
create index balance_line_made on balance_line (account, made_at);
create index balance_line_payment on balance_line (gateway_payment_id, account)
  where gateway_payment_id is not null;
create index balance_line_payout on balance_line (payout_id, account) where payout_id is not null;
create index balance_line_to_judge on balance_line (account, line_id) where not judged;

create table gateway_payout (
  account text not null references balance_account (account),
  payout_id text not null,
  state text not null,
  reported text not null,
  amount_minor bigint not null,
  currency text not null,
  made_at timestamptz not null,
  arrives_at timestamptz not null,
  is_complete boolean not null,
  -- how far its lines were listed, and whether all of them say that they are of it
  lines_after text,
  lines_known boolean not null default false,
  primary key (account, payout_id)
);
create index gateway_payout_to_list on gateway_payout (account, payout_id)
  where is_complete and not lines_known;

-- A day of an account, once something of it is known.
create table reconciliation (
  reconciliation_id uuid primary key,
  account text not null references balance_account (account),
  day date not null,
  created_at timestamptz not null default kontor_now(),
  constraint reconciliation_of_day unique (account, day)
);
create index reconciliation_by_day on reconciliation (day, reconciliation_id);

create table reconciliation_total (
  reconciliation_id uuid not null references reconciliation (reconciliation_id),
  currency text not null,
  charged_minor bigint not null,
  refunded_minor bigint not null,
  disputed_minor bigint not null,
  other_minor bigint not null,
  fees_minor bigint not null,
  net_minor bigint not null,
  paid_out_minor bigint not null,
  lines int not null,
  matched int not null,
  primary key (reconciliation_id, currency)
);

-- Where the provider's book and ours disagree. It is settled when they agree.
create table settlement_difference (
  difference_id uuid primary key,
  account text not null references balance_account (account),
  day date not null,
  kind text not null,
  -- what of the payment, or which line or payout
  subject text not null,
  reported text,
  gateway_payment_id text,
  payment_id uuid,
  order_id uuid,
  -- what our books say, and what the provider's says; null where it says nothing
  ours_minor bigint,
  ours_currency text,
  theirs_minor bigint,
  theirs_currency text,
  state text not null default 'open' check (state in ('open', 'settled')),
  found_at timestamptz not null default kontor_now(),
  settled_at timestamptz
);
create unique index settlement_difference_open
  on settlement_difference (account, coalesce(gateway_payment_id, ''), subject) where state = 'open';
create index settlement_difference_day on settlement_difference (account, day);
create index settlement_difference_payment on settlement_difference (payment_id)
  where payment_id is not null;

-- What a day settles is no payment's own.
alter table ledger_entry alter column payment_id drop not null;
alter table ledger_entry alter column order_id drop not null;
alter table ledger_posting drop constraint ledger_posting_account_check;
alter table ledger_posting add constraint ledger_posting_account_check check (account in (
  'gateway_clearing', 'customer_payments', 'accounts_receivable', 'bank_receipts', 'bad_debt',
  'unassigned_money', 'disputed_payments', 'dispute_losses', 'gateway_fees', 'currency_conversion',
  'unexplained_settlements')) not valid;
