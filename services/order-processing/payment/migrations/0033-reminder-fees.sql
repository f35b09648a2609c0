-- What reminders cost their customers: owed besides the order's sums, booked to accounts of its own.
alter table payment_method add column reminder_fees_minor int[] not null default '{}';
alter table receivable add column fees_open_minor bigint not null default 0;
alter table receipt add column fees_minor bigint not null default 0 check (fees_minor >= 0);
alter table receipt drop constraint receipt_check;
alter table receipt add constraint receipt_is_accounted_for
  check (applied_minor + fees_minor + surplus_minor = amount_minor) not valid;
alter table ledger_posting drop constraint ledger_posting_account_check;
alter table ledger_posting add constraint ledger_posting_account_check check (account in (
  'gateway_clearing', 'customer_payments', 'accounts_receivable', 'bank_receipts', 'bad_debt',
  'unassigned_money', 'disputed_payments', 'dispute_losses', 'gateway_fees', 'currency_conversion',
  'unexplained_settlements', 'reminder_fees_owed', 'reminder_fees')) not valid;
