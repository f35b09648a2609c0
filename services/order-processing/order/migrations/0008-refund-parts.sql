-- Of a refund: what of it is the delivery, with its tax. What goods and delivery do not make up is an adjustment.
alter table refund add column shipping_minor bigint not null default 0;
-- units that cost nothing come back too
alter table refund drop constraint refund_amount_minor_check;
alter table refund add constraint refund_amount_minor_check check (amount_minor >= 0) not valid;
