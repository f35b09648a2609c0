-- alone: the table is in use
drop index concurrently if exists category_limited;
create index concurrently category_limited on category (path) where channels is not null;
