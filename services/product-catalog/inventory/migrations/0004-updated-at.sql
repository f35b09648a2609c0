-- When an item of stock, or what the catalogue and staff say of its SKU, was written last; of those that
-- are here already, now. Without an index, which would cost each reservation a new entry of every index:
-- whoever keeps a copy asks seldom.
alter table stock_item add column updated_at timestamptz not null default kontor_now();
alter table stock_sku add column updated_at timestamptz not null default kontor_now();

-- Who writes an item says so itself; this is for a version before, which does not.
create trigger stock_item_note_update before update on stock_item
  for each row when (new.updated_at = old.updated_at) execute function note_update();
create trigger stock_sku_note_update before update on stock_sku
  for each row execute function note_update();
