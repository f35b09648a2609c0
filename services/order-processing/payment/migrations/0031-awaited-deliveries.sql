-- alone: promises are written while it is built
drop index concurrently if exists receivable_awaited;
create index concurrently receivable_awaited on receivable (payment_id)
  where due_from = 'delivery' and delivered_at is null and not settled;
