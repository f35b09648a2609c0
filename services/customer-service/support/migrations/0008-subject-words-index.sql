-- alone: the table is in use
drop index concurrently if exists ticket_words;
create index concurrently ticket_words on ticket using gin (subject_words(subject))
  with (gin_pending_list_limit = 256);
