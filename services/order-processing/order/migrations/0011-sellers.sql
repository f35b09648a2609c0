-- Who sells in a channel and whose days its dates are; what is missing is as the shop's settings have it.
create table channel_seller (
  channel text primary key,
  version int not null,
  time_zone text,
  name text,
  legal_name text,
  email text
);
