-- How often the day on which more of a SKU is expected was changed: orders what is told of it.
alter table stock_sku add column expected_on_changes int not null default 0;
