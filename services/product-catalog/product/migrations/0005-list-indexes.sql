-- alone: the tables are in use
drop index concurrently if exists product_by_update;
create index concurrently product_by_update on product (updated_at, id);
drop index concurrently if exists product_by_creation;
create index concurrently product_by_creation on product (created_at, id);
drop index concurrently if exists product_by_title;
create index concurrently product_by_title on product (title_key(title), id);
drop index concurrently if exists product_title_words;
create index concurrently product_title_words on product using gin (title_words(title))
  with (gin_pending_list_limit = 256);
drop index concurrently if exists product_vendor;
create index concurrently product_vendor on product (lower(vendor) text_pattern_ops, id);
drop index concurrently if exists product_without_image;
create index concurrently product_without_image on product (created_at, id) where image_url is null;
drop index concurrently if exists variant_code;
create index concurrently variant_code on variant (lower(sku) text_pattern_ops, product_id);
drop index concurrently if exists variant_barcode;
create index concurrently variant_barcode on variant (lower(barcode) text_pattern_ops, product_id)
  where barcode <> '';
