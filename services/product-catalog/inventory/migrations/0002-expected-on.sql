-- When more of a SKU is expected, as staff say it.
alter table stock_sku add column expected_on date;
