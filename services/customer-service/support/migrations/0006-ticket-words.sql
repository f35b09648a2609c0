-- alone: the table is in use
drop index concurrently if exists ticket_words;
create index concurrently ticket_words on ticket using gin (to_tsvector('simple', subject))
  with (gin_pending_list_limit = 256);
drop index concurrently if exists ticket_number_begins;
create index concurrently ticket_number_begins on ticket (number text_pattern_ops);
