-- Certificates by which customers buy without tax, as customer tells them.
create table customer_exemption (
  customer_id text primary key,
  exemptions jsonb not null,
  -- of the customer's profile, so that an older telling never overwrites a newer one
  version int not null
);
