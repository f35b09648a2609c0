-- alone: payments are made while it is built. Of which nothing says where they were made: few.
drop index concurrently if exists payment_made_anywhere;
create index concurrently payment_made_anywhere on payment (payment_id)
  where sandbox is null and gateway_payment_id is null;
