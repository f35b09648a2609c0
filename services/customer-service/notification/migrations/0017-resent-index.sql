-- alone: the table is in use
drop index concurrently if exists message_resent;
create index concurrently message_resent on message (resent_of) where resent_of is not null;
