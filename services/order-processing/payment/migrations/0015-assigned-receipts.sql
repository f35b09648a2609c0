-- alone: receipts are written while it is built
drop index concurrently if exists receipt_assigned;
create index concurrently receipt_assigned on receipt (assigned_from) where assigned_from is not null;
