-- What the gateway takes back later: a refund that comes back, a capture, a payment that the buyer's
-- bank disputes.
alter table refund add column taken_back_at timestamptz;
alter table payment add column capture_taken_back_at timestamptz;
alter table payment add column dispute_state text;

-- By the gateway's id. `closed`: an inquiry that ended without money moving.
create table dispute (
  dispute_id text primary key,
  payment_id uuid not null references payment (payment_id),
  order_id uuid not null,
  state text not null check (state in ('inquiry', 'open', 'won', 'lost', 'closed')),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  reason text not null,
  -- the gateway took the disputed money from our account, and gave it back
  withdrawn boolean not null,
  reinstated boolean not null,
  -- of the newest event that was taken
  told_at timestamptz not null,
  opened_at timestamptz not null default kontor_now()
);
create index dispute_payment on dispute (payment_id);

-- An event that is not understood is kept for a person, also where it names no payment of ours.
alter table payment_review alter column payment_id drop not null;

alter table ledger_posting drop constraint ledger_posting_account_check;
alter table ledger_posting add constraint ledger_posting_account_check check (account in (
  'gateway_clearing', 'customer_payments', 'accounts_receivable', 'bank_receipts',
  'disputed_payments', 'dispute_losses')) not valid;
