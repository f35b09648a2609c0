-- alone: the table is in use
drop index concurrently if exists customer_by_update;
create index concurrently customer_by_update on customer (updated_at, id);
drop index concurrently if exists customer_of_channel;
create index concurrently customer_of_channel on customer (channel, created_at, id);
