-- What was sent: of which words, filled with `data`, which stays with the message from now on.
alter table message
  add column subject text,
  add column template_version int,
  -- Why the shop's own template was not used.
  add column template_notice text,
  add column words text,
  add column words_time_zone text,
  -- SHA-256 of what was sent, so that nothing else passes for it.
  add column digest text;

-- The words of templates, each once, with what they say of the shop.
create table message_words (
  hash text primary key,
  words jsonb not null,
  used_at timestamptz not null default kontor_now()
);
