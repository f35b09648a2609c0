-- Numbers of documents in their order: what a range of them holds is read from an index.
create table number_shelf (
  edition_id int not null,
  key text collate "C" not null,
  value numeric not null,
  product_id uuid not null,
  valid_from timestamptz not null,
  primary key (edition_id, key, value, product_id, valid_from)
);
create index number_shelf_product on number_shelf (product_id);
insert into number_shelf (edition_id, key, value, product_id, valid_from)
select distinct edition_id, n.key, v.value::numeric, product_id, valid_from
from document, jsonb_each(numbers) n, jsonb_array_elements_text(n.value) v
where numbers is not null;
