-- What a channel's mails take of it besides: its name, where its pages are, what stands at the foot of
-- its letters, logo and colours. Null is as it is built in.
alter table channel_time_zone add column channel_name text;
alter table channel_time_zone add column domain text;
alter table channel_time_zone add column imprint text;
alter table channel_time_zone add column logo_url text;
alter table channel_time_zone add column logo_alt text;
alter table channel_time_zone add column logo_width int;
alter table channel_time_zone add column logo_height int;
alter table channel_time_zone add column action_light text;
alter table channel_time_zone add column action_dark text;
alter table channel_time_zone add column link_light text;
alter table channel_time_zone add column link_dark text;
alter table channel_time_zone add column sale_light text;
alter table channel_time_zone add column sale_dark text;
