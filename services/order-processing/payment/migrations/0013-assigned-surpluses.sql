-- Money that was nobody's counts for another order: a receipt of that order, which says of which
-- receipt the money is a part. The money itself came in once, so its reference may stand there again.
alter table receipt add column assigned_from uuid references receipt (receipt_id);
alter table receipt add constraint receipt_assigned_is_applied
  check (assigned_from is null or surplus_minor = 0) not valid;
