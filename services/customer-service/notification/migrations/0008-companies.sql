-- Who sells in the channel, for the head and the foot of its mails and as their sender; without a
-- name it is the shop itself.
alter table channel_time_zone add column name text;
alter table channel_time_zone add column legal_name text;
alter table channel_time_zone add column street text;
alter table channel_time_zone add column postal_code text;
alter table channel_time_zone add column city text;
alter table channel_time_zone add column country_code text;
alter table channel_time_zone add column tax_id text;
alter table channel_time_zone add column email text;
alter table channel_time_zone add column phone text;
alter table channel_time_zone add column website_url text;
