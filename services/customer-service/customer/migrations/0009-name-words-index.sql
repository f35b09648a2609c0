-- alone: the table is in use
drop index concurrently if exists customer_name_words;
create index concurrently customer_name_words on customer using gin (name_words(first_name, last_name))
  with (gin_pending_list_limit = 256);
