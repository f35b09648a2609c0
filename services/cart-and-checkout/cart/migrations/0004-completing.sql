-- While somebody pays for the cart: the hold of the stock that it is paid with, and until when at most.
alter table cart add column completing_hold uuid;
alter table cart add column completing_until timestamptz;
