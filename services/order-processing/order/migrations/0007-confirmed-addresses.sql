-- Whose account has confirmed an address, in its canonical form: what guests bought with it is theirs.
create table confirmed_address (
  email text primary key,
  customer_id uuid not null
);
create index confirmed_address_of_customer on confirmed_address (customer_id);
