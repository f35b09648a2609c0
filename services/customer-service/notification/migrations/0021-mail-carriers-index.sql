-- alone: the table is in use
drop index concurrently if exists message_carried;
create index concurrently message_carried on message (channel, email_carrier)
  where email_carrier is not null;
