-- A search looks at every entry that it finds, and much of its time goes into reaching their pages. So an entry
-- is made shorter and a page holds more of them: of 50,000 products 2,500 hits lay in 1,671 pages, and lie in
-- 1,100. Entries that are there stay as they are, until their product is written again.

-- As long as it takes to move the words out of the row (0018), and no longer: what is left of it lies in the row.
create function search_padding(search tsvector) returns text language sql immutable parallel safe as $$
  select repeat(' ', greatest(0, 2040 - pg_column_size(search)))
$$;

create or replace function add_search_entries() returns trigger language plpgsql as $$
declare
  entries constant bigint := (select count(*) from written);
begin
  perform let_entries_wait(entries);
  insert into search_entry (edition_id, product_id, valid_from, valid_to, price_minor, title_words,
    in_stock, name, counted_as, search, padding)
  select edition_id, product_id, valid_from, valid_to, price_minor, title_words, in_stock,
    ' ' || name_key || ' ', counted_as(terms), words, search_padding(words)
  from (
    select w.*, search || array_to_tsvector(array(
      select '~' || case when octet_length(term) > 1000 then md5(term) else term end
      from unnest(terms) as term
      where not starts_with(term, 'availability:') and not starts_with(term, 'price:'))) as words
    from written w
    -- Else PostgreSQL puts what makes them into each place where they stand, and they are made twice.
    offset 0) w;
  perform take_waiting_entries(entries);
  return null;
end
$$;

-- One product after the other runs out and comes back: there is room for the next version of a few entries of a
-- page at once, and what is no longer seen makes room for those after it.
alter table search_entry set (fillfactor = 85);
