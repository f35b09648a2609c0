-- alone: receipts are written while it is built. Two shops' tills may count alike.
drop index concurrently if exists receipt_reference_of_channel;
create unique index concurrently receipt_reference_of_channel
  on receipt (channel, source, reference);
