-- alone: receipts are written while it is built
drop index concurrently if exists receipt_surplus;
create index concurrently receipt_surplus on receipt (created_at, receipt_id)
  where surplus_minor > surplus_claimed_minor;
