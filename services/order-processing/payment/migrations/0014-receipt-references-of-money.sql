-- alone: receipts are written while it is built. What is assigned repeats the reference of its money.
drop index concurrently if exists receipt_reference_of_money;
create unique index concurrently receipt_reference_of_money
  on receipt (channel, source, reference) where assigned_from is null;
