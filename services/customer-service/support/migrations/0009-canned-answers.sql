-- Answers that staff write again and again, for the whole shop.
create table canned_answer (
  code text primary key,
  title text not null,
  -- Text, never markup, with the names of what is filled in.
  message text not null,
  -- Null: for all languages.
  locale text,
  version int not null default 1,
  updated_at timestamptz not null default kontor_now()
);
