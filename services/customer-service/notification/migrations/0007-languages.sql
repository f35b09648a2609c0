-- The channel's own language: what tells of nobody's order in it is written so.
alter table channel_time_zone add column default_locale text;
