-- The order is cancelled: what came in for it goes back, so no pay-out of it can be cancelled.
alter table payment add column pay_outs_bound boolean not null default false;
