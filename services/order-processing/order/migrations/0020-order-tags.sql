-- alone: the table is in use
drop index concurrently if exists orders_by_tag;
create index concurrently orders_by_tag on orders using gin (tags) where tags <> '{}';
