-- alone: the table is in use
drop index concurrently if exists message_by_update;
create index concurrently message_by_update on message (updated_at, id);
