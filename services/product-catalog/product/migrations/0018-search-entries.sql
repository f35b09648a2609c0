-- What a search reads of each document that it finds, and nothing else: thousands are looked at to be
-- ordered and counted, and of these narrow rows fifty lie in a page. `search` has the words of the
-- document and, each with `~` before it, what lists are filtered by. Triggers keep it, so that it is
-- right whichever release writes a document.
create table search_entry (
  price_minor bigint not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  -- of all terms but those of availability: products that are counted alike have the same one
  counted_as bigint not null,
  product_id uuid not null,
  edition_id int not null,
  title_words smallint,
  in_stock boolean not null,
  -- what the title is sorted by, between blanks
  name text collate "C" not null,
  -- PostgreSQL moves long columns out of a row only where the row is longer than two kilobytes, and
  -- packs these blanks to thirty bytes while it does so.
  padding text not null default repeat(' ', 2100),
  search tsvector not null,
  primary key (product_id, edition_id, valid_from)
) with (toast_tuple_target = 256);
alter table search_entry alter column search set storage external,
  alter column name set storage main;

create function search_terms(terms text[]) returns tsvector language sql immutable parallel safe as $$
  select array_to_tsvector(array(
    select '~' || case when octet_length(term) > 1000 then md5(term) else term end
    from unnest(terms) as term where term not like 'availability:%' and term not like 'price:%'))
$$;
create function counted_as(terms text[]) returns bigint language sql immutable parallel safe as $$
  select hash_array_extended(array_remove(
    array_remove(terms, 'availability:in_stock'), 'availability:out_of_stock'), 0)
$$;

create function add_search_entries() returns trigger language plpgsql as $$
begin
  insert into search_entry (edition_id, product_id, valid_from, valid_to, price_minor, title_words,
    in_stock, name, counted_as, search)
  select edition_id, product_id, valid_from, valid_to, price_minor, title_words, in_stock,
    ' ' || name_key || ' ', counted_as(terms), search || search_terms(terms)
  from written;
  return null;
end
$$;
create function remove_search_entries() returns trigger language plpgsql as $$
begin
  delete from search_entry e using removed r
  where (e.product_id, e.edition_id, e.valid_from) = (r.product_id, r.edition_id, r.valid_from);
  return null;
end
$$;
-- What changes most is that a product runs out: no index has to know that.
create function change_search_entries() returns trigger language plpgsql as $$
begin
  update search_entry e set valid_to = w.valid_to, price_minor = w.price_minor,
    title_words = w.title_words, in_stock = w.in_stock, name = ' ' || w.name_key || ' ',
    counted_as = counted_as(w.terms)
  from written w
  where (e.product_id, e.edition_id, e.valid_from) = (w.product_id, w.edition_id, w.valid_from)
    and (e.valid_to, e.price_minor, e.title_words, e.in_stock, e.name, e.counted_as)
      is distinct from (w.valid_to, w.price_minor, w.title_words, w.in_stock,
        ' ' || w.name_key || ' ', counted_as(w.terms));
  update search_entry e set search = w.search || search_terms(w.terms)
  from written w join replaced r using (product_id, edition_id, valid_from)
  where (e.product_id, e.edition_id, e.valid_from) = (w.product_id, w.edition_id, w.valid_from)
    and (w.search, search_terms(w.terms)) is distinct from (r.search, search_terms(r.terms));
  return null;
end
$$;
create trigger add_search_entries after insert on document referencing new table as written
  for each statement execute function add_search_entries();
create trigger remove_search_entries after delete on document referencing old table as removed
  for each statement execute function remove_search_entries();
create trigger change_search_entries after update on document
  referencing old table as replaced new table as written
  for each statement execute function change_search_entries();

insert into search_entry (edition_id, product_id, valid_from, valid_to, price_minor, title_words,
  in_stock, name, counted_as, search)
select edition_id, product_id, valid_from, valid_to, price_minor, title_words, in_stock,
  ' ' || name_key || ' ', counted_as(terms), search || search_terms(terms)
from document;
create index search_entry_search on search_entry using gin (search) with (fastupdate = off);
-- hash: of those that are counted alike one is looked for
create index search_entry_counted_as on search_entry using hash (counted_as);
