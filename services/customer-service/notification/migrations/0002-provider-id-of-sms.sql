-- The provider's own id of the text that was sent, so that no other message takes it for its own.
alter table message add column sms_provider_id text;
