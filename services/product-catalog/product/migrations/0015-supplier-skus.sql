-- alone: variants are written while it is built
create index concurrently variant_supplier_sku on variant (lower(supplier_sku), product_id)
  where supplier_sku is not null;
