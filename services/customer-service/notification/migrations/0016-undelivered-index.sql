-- alone: the table is in use
drop index concurrently if exists message_undelivered;
create index concurrently message_undelivered on message (created_at, id)
  where email_delivery_state = 'undelivered' or sms_delivery_state = 'undelivered';
