-- alone: payments are made while it is built. Two providers may give the same id.
drop index concurrently if exists payment_at_provider;
create unique index concurrently payment_at_provider on payment (gateway_payment_id, provider);
