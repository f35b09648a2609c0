-- Imports and their counts write documents and entries by the hundred.

-- Words of many documents go into an index together with far less work than those of a few. What waits for
-- this one, only the release before reads.
alter index document_search set (gin_pending_list_limit = 2048);

-- What waits for the index of the entries is read by every search. So a statement that writes many lets all of
-- them wait and then puts them in together; one that writes few lets them wait as before, up to 64 kB.
alter index search_entry_search reset (gin_pending_list_limit);

create function let_entries_wait(entries bigint) returns void language sql as $$
  select set_config('gin_pending_list_limit', case when entries < 20 then '64kB' else '16MB' end, true)
$$;
create function take_waiting_entries(entries bigint) returns void language sql as $$
  select gin_clean_pending_list('search_entry_search'::regclass) where entries >= 20
$$;

create or replace function add_search_entries() returns trigger language plpgsql as $$
declare
  entries constant bigint := (select count(*) from written);
begin
  perform let_entries_wait(entries);
  insert into search_entry (edition_id, product_id, valid_from, valid_to, price_minor, title_words,
    in_stock, name, counted_as, search)
  select edition_id, product_id, valid_from, valid_to, price_minor, title_words, in_stock,
    ' ' || name_key || ' ', counted_as(terms),
    search || array_to_tsvector(array(
      select '~' || case when octet_length(term) > 1000 then md5(term) else term end
      from unnest(terms) as term
      where not starts_with(term, 'availability:') and not starts_with(term, 'price:')))
  from written;
  perform take_waiting_entries(entries);
  return null;
end
$$;

create or replace function change_search_entries() returns trigger language plpgsql as $$
declare
  entries constant bigint := (select count(*) from written);
begin
  perform let_entries_wait(entries);
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
  perform take_waiting_entries(entries);
  return null;
end
$$;
