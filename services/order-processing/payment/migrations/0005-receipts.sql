-- Money that came in by hand. `surplus`: more than was owed, or for what is owed no more.
create table receipt (
  receipt_id uuid primary key,
  payment_id uuid not null references payment (payment_id),
  order_id uuid not null,
  channel text not null,
  source text not null check (source in ('bank', 'cash', 'provider')),
  reference text not null,
  amount_minor bigint not null check (amount_minor > 0),
  applied_minor bigint not null check (applied_minor >= 0),
  surplus_minor bigint not null check (surplus_minor >= 0),
  surplus_kind text check (surplus_kind in ('overpaid', 'unassigned')),
  currency text not null,
  received_at timestamptz not null,
  created_at timestamptz not null default kontor_now(),
  constraint receipt_reference unique (source, reference),
  check (applied_minor + surplus_minor = amount_minor)
);
create index receipt_order on receipt (order_id, created_at);

-- why staff gave up what was owed
alter table receivable add column write_off_reason text;

alter table payment drop constraint payment_state_check;
alter table payment add constraint payment_state_check check (state in ('authorizing',
  'requires_action', 'authorized', 'part_received', 'capturing', 'captured', 'voiding', 'voided',
  'written_off', 'credited', 'failed', 'review')) not valid;
alter table ledger_posting drop constraint ledger_posting_account_check;
alter table ledger_posting add constraint ledger_posting_account_check check (account in (
  'gateway_clearing', 'customer_payments', 'accounts_receivable', 'bank_receipts', 'bad_debt',
  'unassigned_money', 'disputed_payments', 'dispute_losses')) not valid;
