-- In which groups customers are, as customer tells it.
create table customer_segment (
  customer_id text primary key,
  group_codes text[] not null,
  -- of the customer's profile, so that an older telling never overwrites a newer one
  version int not null
);
