-- The same entries with less work.

-- Terms are written in the statement itself: a function with a query in it is called for each row.
create or replace function add_search_entries() returns trigger language plpgsql as $$
begin
  insert into search_entry (edition_id, product_id, valid_from, valid_to, price_minor, title_words,
    in_stock, name, counted_as, search)
  select edition_id, product_id, valid_from, valid_to, price_minor, title_words, in_stock,
    ' ' || name_key || ' ', counted_as(terms),
    search || array_to_tsvector(array(
      select '~' || case when octet_length(term) > 1000 then md5(term) else term end
      from unnest(terms) as term
      where not starts_with(term, 'availability:') and not starts_with(term, 'price:')))
  from written;
  return null;
end
$$;

-- Entries say what documents said before, so the documents of before and of now are compared: terms are
-- hashed and made words of where they differ alone.
create or replace function change_search_entries() returns trigger language plpgsql as $$
begin
  update search_entry e set valid_to = w.valid_to, price_minor = w.price_minor,
    title_words = w.title_words, in_stock = w.in_stock, name = ' ' || w.name_key || ' ',
    counted_as = case when w.terms = r.terms then e.counted_as else counted_as(w.terms) end
  from written w join replaced r using (product_id, edition_id, valid_from)
  where (e.product_id, e.edition_id, e.valid_from) = (w.product_id, w.edition_id, w.valid_from)
    and (w.valid_to, w.price_minor, w.title_words, w.in_stock, w.name_key, w.terms)
      is distinct from (r.valid_to, r.price_minor, r.title_words, r.in_stock, r.name_key, r.terms);
  update search_entry e set search = w.search || search_terms(w.terms)
  from written w join replaced r using (product_id, edition_id, valid_from)
  where (e.product_id, e.edition_id, e.valid_from) = (w.product_id, w.edition_id, w.valid_from)
    and (w.search is distinct from r.search
      or w.terms <> r.terms and counted_as(w.terms) <> counted_as(r.terms)
        and search_terms(w.terms) <> search_terms(r.terms));
  return null;
end
$$;
