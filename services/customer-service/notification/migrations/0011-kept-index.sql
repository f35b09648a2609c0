-- alone: messages are written while it is built
drop index concurrently if exists message_kept;
create index concurrently message_kept on message (created_at) where data is not null;
