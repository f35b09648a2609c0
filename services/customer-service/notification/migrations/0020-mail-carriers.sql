-- Who took the mail when it was sent: the sandbox swallows what a provider delivers. Nobody knows of
-- mails that were sent before.
alter table message add column email_carrier text;
