-- Whether an attempt is paid on a page of the payment provider's own, and no token is sent.
alter table completion add column hosted boolean not null default false;
