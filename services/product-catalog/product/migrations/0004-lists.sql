create trigger product_note_update before insert or update on product
  for each row execute function note_update();

-- Places titles as people sort them. The collation is named, for of the database's own only Latin
-- letters may be known.
create function title_key(title text) returns text language sql immutable parallel safe as $$
  select left(lower(regexp_replace(normalize(title, NFKD), '[\u0300-\u036f]', '', 'g')
    collate pg_catalog.pg_c_utf8), 100) collate "C"
$$;

-- What a title is found by.
create function title_words(title text) returns tsvector language sql immutable parallel safe as $$
  select array_to_tsvector(array_remove(regexp_split_to_array(
    lower(regexp_replace(normalize(left(title, 300), NFKD), '[\u0300-\u036f]', '', 'g')
      collate pg_catalog.pg_c_utf8), '[^[:alnum:]]+'), ''))
$$;
