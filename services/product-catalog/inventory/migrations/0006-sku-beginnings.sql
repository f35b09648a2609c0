-- alone: the table is in use
drop index concurrently if exists stock_item_beginning;
create index concurrently stock_item_beginning on stock_item (lower(sku) text_pattern_ops);
