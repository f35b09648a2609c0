-- alone: payments are made while it is built. Hardly any is ever held.
drop index concurrently if exists payment_held;
create index concurrently payment_held on payment (provider) where held_as is not null;
