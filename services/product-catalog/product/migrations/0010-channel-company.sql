-- Who sells in a channel and in which time zone its days are; null is as the shop's settings have it.
alter table channel add column time_zone text;
alter table channel add column company jsonb;
