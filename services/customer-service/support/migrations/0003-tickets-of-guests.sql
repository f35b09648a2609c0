-- Of a ticket about the order of somebody without an account: where the answers go. `customer_id` is
-- the guest's then, until an account confirms the address.
alter table ticket add column guest_email text;
alter table ticket add column guest_name text;

-- Whose account has confirmed an address, in each form that it can be written in: tickets of guests
-- with it are theirs.
create table confirmed_address (
  email text primary key,
  customer_id uuid not null
);
create index confirmed_address_of_customer on confirmed_address (customer_id);
