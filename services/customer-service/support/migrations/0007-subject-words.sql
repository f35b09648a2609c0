-- What a subject is split into, and what is asked for: by one function, so that both are the same words.
-- The collation is named, for of the database's own only Latin letters may be known.
create function word_list(given text) returns text[] language sql immutable parallel safe
return (
  select coalesce(array_agg(left(word, 300)), '{}')
  from regexp_split_to_table(
    replace(lower(regexp_replace(normalize(given, NFKD), '[\u0300-\u036f]', '', 'g')
      collate pg_catalog.pg_c_utf8), 'ς', 'σ'), '[^[:alnum:]]+') word
  where word <> '');

create function subject_words(subject text) returns tsvector language sql immutable parallel safe
return array_to_tsvector(word_list(subject));

-- All words that were given, each as the beginning of one. Null where no word is.
create function begun_words(given text) returns tsquery language sql immutable parallel safe
return (select string_agg('''' || word || ''':*', ' & ') from unnest(word_list(given)) word)::tsquery;
