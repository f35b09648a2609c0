-- Who sells in a channel, in the words of a snapshot's shop, and in which time zone its days are. A
-- channel that is not here is as the shop's settings have it.
create table channel_company (
  channel text primary key,
  version int not null,
  time_zone text,
  shop jsonb
);

-- Pictures for the head of documents. Documents name them by their hash and stay as they are.
create table logo (
  sha256 text primary key,
  bytes bytea not null,
  check (sha256 = encode(sha256(bytes), 'hex'))
);
create trigger immutable before update or delete or truncate on logo
  for each statement execute function refuse_change();
