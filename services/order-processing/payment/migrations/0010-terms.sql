-- What is owed is due so many days after the invoice. Empty of what an earlier version let go, which
-- counted from there.
alter table receivable add column due_days int;
alter table receivable add column invoiced_at timestamptz;
