alter table receipt drop constraint if exists receipt_reference;
