-- What the file of another shop calls a variant whose SKU somebody else has here.
alter table variant add column supplier_sku text;
alter table archived_variant add column supplier_sku text;

-- One form of each handle, so that a file finds the product that staff made. Where two were told
-- apart by capitals alone, the later one is named by its number too.
with folded as (
  select id, handle, lower(normalize(handle, NFC) collate pg_catalog.pg_c_utf8) as form from product),
ranked as (
  select id, handle, form,
    row_number() over (partition by form order by (handle = form) desc, id) as place
  from folded)
update product p
set handle = case when r.place = 1 then r.form else left(r.form, 240) || '-' || right(p.id::text, 12) end
from ranked r
where r.id = p.id and p.handle <> case when r.place = 1 then r.form
  else left(r.form, 240) || '-' || right(p.id::text, 12) end;
-- Found by the new form at once; the rest of these documents is made anew at the start.
update document d set handle = p.handle, built = 0
from product p where p.id = d.product_id and d.handle <> p.handle;
