-- How many words a title has: of products that have what was searched for in it, short ones come first.
-- Null in what the version before wrote.
alter table document add column title_words smallint;

-- All parts of a word of three letters, its beginning and end marked by blanks.
create function search_trigrams(word text) returns text[] language sql immutable parallel safe as $$
  select array(select distinct substr('  ' || word || ' ', place, 3)
    from generate_series(1, length(word) + 1) as place)
$$;

-- The words that an edition has in titles and names: joined words are found by their parts with it, and
-- words that nobody wrote by those that look like them. Written where one is new, and nobody waits for
-- another: two that come at once write it twice. What no product has any more may stay.
create table search_word (
  edition_id int not null,
  word text collate "C" not null,
  -- the word, and in a row of its own its stem, read from the end
  backwards text collate "C" not null,
  -- of the word
  trigrams text[]
);
create index search_word_word on search_word (edition_id, word);
create index search_word_backwards on search_word (edition_id, backwards);
create index search_word_trigrams on search_word using gin (trigrams);
