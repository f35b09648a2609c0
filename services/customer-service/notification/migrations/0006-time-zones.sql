-- Whose days the dates of a channel's messages are; a channel that is not here has the shop's.
create table channel_time_zone (
  channel text primary key,
  version int not null,
  time_zone text
);
