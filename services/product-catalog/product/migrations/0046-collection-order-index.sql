-- alone: the table is in use
drop index concurrently if exists collection_product_position;
create index concurrently collection_product_position
  on collection_product (collection_id, position, product_id);
