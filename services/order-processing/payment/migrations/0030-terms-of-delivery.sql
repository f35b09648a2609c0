-- What the days of a method count from, and how long after its shipment a parcel of which nobody tells
-- counts as delivered.
alter table payment_method
  add column due_from text not null default 'invoice' check (due_from in ('invoice', 'delivery')),
  add column delivered_after_days int not null default 14 check (delivered_after_days > 0);
-- Empty of what an earlier version let go, which counts from the invoice.
alter table receivable
  add column due_from text check (due_from in ('invoice', 'delivery')),
  add column delivered_at timestamptz;
