-- Whose days the days of a channel's parcels are; what is missing is as the shop's settings have it.
create table channel_zone (
  channel text primary key,
  version int not null,
  time_zone text
);
