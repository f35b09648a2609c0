-- Whether mails of a channel carry the documents that they tell of.
alter table channel_seller add column mails_documents boolean not null default false;
