-- Words that staff want to be found by others, by language; `key` is the word as it is searched for.
create table search_synonym (
  language text not null,
  key text collate "C" not null,
  word text not null,
  synonyms text[] not null,
  both_ways boolean not null,
  version int not null default 1,
  updated_at timestamptz not null default kontor_now(),
  primary key (language, key)
);
-- The word as it stands in the text, to be suggested so. Null in what was written before.
alter table search_word add column shown text;
