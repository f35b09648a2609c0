-- alone: messages are written while it is built; only texts that were sent are in it
drop index concurrently if exists message_sms_provider;
create unique index concurrently message_sms_provider on message (sms_provider_id)
  where sms_provider_id is not null;
