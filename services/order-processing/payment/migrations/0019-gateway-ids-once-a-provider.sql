-- Of one provider alone an id is given once; 0018 sees to that.
alter table payment drop constraint if exists payment_gateway_payment_id_key;
