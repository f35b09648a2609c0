-- alone: the table is in use
drop index concurrently if exists fulfillment_by_update;
create index concurrently fulfillment_by_update on fulfillment (updated_at, id);
drop index concurrently if exists fulfillment_of_number;
create index concurrently fulfillment_of_number on fulfillment (order_number);
